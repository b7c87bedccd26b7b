import DeviceKit
import HallAPI
import Varlink

/// Hands a scanner's codes to the one caller who awaits them. 扫码
actor ScanDesk {
  /// A person looks for the code on a telephone within this.
  static let defaultTimeoutSeconds = 60
  static let allowedTimeoutSeconds = 1...600

  private let scanners: [any CodeScanner]
  private let holds: DeviceHolds

  init(scanners: [any CodeScanner], holds: DeviceHolds) {
    self.scanners = scanners
    self.holds = holds
  }

  func await(
    _ parameters: ScansInterface.Await.Parameters,
    _ replies: VarlinkReplies<ScansInterface.Await.Reply>
  ) async throws {
    let seconds = parameters.timeoutSeconds ?? Self.defaultTimeoutSeconds
    guard Self.allowedTimeoutSeconds.contains(seconds) else {
      throw StandardError.invalidParameter("timeoutSeconds")
    }
    guard let scanner = Asking.choice(parameters.scanner, among: scanners, id: \.id) else {
      throw ScansInterface.NoScanner()
    }
    guard holds.take(scanner.id) else {
      throw ScansInterface.ScannerBusy(scanner: scanner.id.name)
    }
    defer { holds.release(scanner.id) }
    // Whoever begins to wait gets no code of the person before.
    let codes = await scanner.codes()
    while let code = try await Asking.within(.seconds(seconds), { await codes.first { _ in true } })
    {
      try await replies.send(.init(code: .init(text: code.text, symbology: code.symbology)))
    }
    try await replies.finish(.init(code: nil))
  }
}
