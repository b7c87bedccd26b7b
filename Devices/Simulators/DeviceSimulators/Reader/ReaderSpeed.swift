/// The speed a module's line runs at (protocols.md A.2).
struct ReaderSpeed: Sendable {
  /// By the code of command 60.
  static let bauds = [115_200, 57_600, 38_400, 19_200, 9600]
  /// From the answer, at the old speed, to the first byte at the new one (A.2).
  static let settling: Duration = .milliseconds(5)

  /// After power-on; nil hears every speed, for lines that have none.
  let powerOn: Int?
  private var present: Int?
  private var next: (baud: Int, from: WireInstant)?
  private var host: Int?

  init(powerOn: Int?) {
    self.powerOn = powerOn
    present = powerOn
  }

  mutating func hostSends(at baud: Int) { host = baud }

  /// Whether bytes that arrive now are heard and not noise.
  mutating func hears(at now: WireInstant) -> Bool {
    if let next {
      guard now >= next.from else { return false }
      present = next.baud
      self.next = nil
    }
    guard let present, let host else { return true }
    return present == host
  }

  /// Takes the speed of a code; false for a code that is none.
  mutating func take(code: UInt8, at now: WireInstant) -> Bool {
    guard Self.bauds.indices.contains(Int(code)) else { return false }
    if powerOn != nil { next = (Self.bauds[Int(code)], now + Self.settling) }
    return true
  }

  mutating func losePower() {
    present = powerOn
    next = nil
  }
}
