import DeviceKit

/// Puts bytes that come one after another together to codes: a suffix ends one, a pause voids or
/// ends it, and none grows without limit.
public struct CodeAssembler: Sendable {
  public enum Suffix: String, Sendable, CaseIterable {
    /// CR, LF or both; what follows an end, or comes before a code, is no code.
    case line
    case cr
    case lf
    case tab
    /// The scanner sends no suffix: a pause ends a code.
    case pause
  }

  /// Bytes that a code may have; a QR code of version 40 holds 2953.
  public static let longest = 4096

  private let suffix: Suffix
  /// The longest pause between two bytes of one code.
  public let gap: Duration
  private var code: [UInt8] = []
  private var lastTime: Int64?
  /// More bytes than ``longest``: the rest up to the end belongs to no code either.
  private var isTooLong = false

  public init(suffix: Suffix, gap: Duration) {
    self.suffix = suffix
    self.gap = gap
  }

  /// Whether bytes of a code wait for its end.
  public var isUnderWay: Bool { !code.isEmpty || isTooLong }

  /// Takes bytes that came at `time`, in microseconds, and hands out the codes they end.
  public mutating func append(_ bytes: [UInt8], at time: Int64) -> [[UInt8]] {
    var codes: [[UInt8]] = []
    if let ended = pass(to: time) { codes.append(ended) }
    if !bytes.isEmpty { lastTime = time }
    for byte in bytes {
      if ends(byte) {
        if let ended = end() { codes.append(ended) }
      } else if code.count < Self.longest, !isTooLong {
        code.append(byte)
      } else {
        isTooLong = true
        code.wipe()
      }
    }
    return codes
  }

  /// Lets time pass without bytes; hands out the code that a pause ends.
  public mutating func pass(to time: Int64) -> [UInt8]? {
    // A clock that went back says nothing about the pause.
    guard isUnderWay, let lastTime, Duration.microseconds(time &- lastTime) > gap else {
      return nil
    }
    if suffix == .pause { return end() }
    // Half a code, such as of a scanner whose cable was moved: the rest would be misread.
    reset()
    return nil
  }

  /// Voids what is under way.
  public mutating func reset() {
    code.wipe()
    isTooLong = false
  }

  private func ends(_ byte: UInt8) -> Bool {
    switch suffix {
    case .line: byte == 0x0D || byte == 0x0A
    case .cr: byte == 0x0D
    case .lf: byte == 0x0A
    case .tab: byte == 0x09
    case .pause: false
    }
  }

  private mutating func end() -> [UInt8]? {
    let whole = isTooLong ? [] : code
    reset()
    return whole.isEmpty ? nil : whole
  }
}
