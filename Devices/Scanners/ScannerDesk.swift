import DeviceKit

/// What a site can set about every scanner, and the codes on their way to the hall.
struct ScannerDesk: Sendable {
  /// Codes that a listener may lag behind; a code is for the person who stands there now.
  private static let backlog = 8

  static let lengths: [DriverOption] = [
    DriverOption(
      "shortest", .integer(1...CodeAssembler.longest, usual: 1),
      "Codes of fewer bytes are dropped"),
    DriverOption(
      "longest", .integer(1...CodeAssembler.longest, usual: CodeAssembler.longest),
      "Codes of more bytes are dropped"),
  ]
  static let aimPrefix = DriverOption(
    "aimPrefix", .flag(usual: false),
    "The scanner is set to put its AIM identifier, such as ]Q1, before each code")
  static let gap = DriverOption(
    "gapMilliseconds", .integer(20...5000, usual: 300),
    "A longer pause within a code voids it, or ends it where the suffix is a pause")

  static func suffix(_ choices: [CodeAssembler.Suffix]) -> DriverOption {
    DriverOption(
      "suffix", .choice(choices.map(\.rawValue), usual: CodeAssembler.Suffix.line.rawValue),
      "What ends a code: line is CR, LF or both (Enter), pause is a scanner without suffix")
  }

  private let scanner: DeviceID
  private let lengths: ClosedRange<Int>
  private let hasPrefix: Bool
  private let wallTime: WallTime
  private let listeners = Broadcast<ScannedCode>(backlog: Self.backlog)

  init(_ request: DeviceRequest, _ descriptor: DriverDescriptor, wallTime: @escaping WallTime) {
    scanner = request.id
    let shortest = request.integer("shortest", of: descriptor)
    lengths = shortest...max(shortest, request.integer("longest", of: descriptor))
    hasPrefix = request.flag("aimPrefix", of: descriptor)
    self.wallTime = wallTime
  }

  func codes() -> AsyncStream<ScannedCode> { listeners.listen() }

  func finish() { listeners.finish() }

  /// Tells a code to everyone and forgets its bytes; one that is out of bounds or no text is none.
  func deliver(_ code: consuming [UInt8], symbology: String? = nil) {
    var bytes = code
    defer { bytes.wipe() }
    guard lengths.contains(bytes.count),
      let read = CodeText(bytes, symbology: symbology, hasPrefix: hasPrefix)
    else { return }
    listeners.send(
      ScannedCode(scanner: scanner, text: read.text, symbology: read.symbology, at: wallTime()))
  }
}

/// Deadlines that all scanners share.
enum ScannerTime {
  /// An idle scanner says nothing and cannot be asked: only the wait itself has a length.
  static let idlePeriod: Duration = .seconds(60)
  /// For a read that poll(2) said will not wait.
  static let read: Duration = .milliseconds(200)

  static let reading = DriverDescriptor.Timeout(
    "read", read, "the kernel has the bytes already; longer means the node is broken")
}

/// Microseconds since the driver began, on a clock that never jumps.
struct ArrivalClock: Sendable {
  private let start = Deadline.now

  var now: Int64 {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return seconds &* 1_000_000 &+ attoseconds / 1_000_000_000_000
  }
}

extension DeviceRequest {
  /// The ends of codes as the configuration has them.
  func assembler(of descriptor: DriverDescriptor) -> CodeAssembler {
    CodeAssembler(
      suffix: CodeAssembler.Suffix(rawValue: choice("suffix", of: descriptor)) ?? .line,
      gap: .milliseconds(integer("gapMilliseconds", of: descriptor)))
  }
}
