/// What a printer of this make is able to do.
public struct PrinterProfile: Sendable {
  /// What carries a ticket out after the cut (C.10).
  public enum Presenter: Sendable { case custom, epic }

  /// Dots per line: 576 (80 mm), 512 (42 columns), 384 (58 mm).
  public var dots = 576
  /// False for a printer whose cable has no way back.
  public var answers = true
  public var printsQR = true
  public var charset: HanTable
  /// Whether it knows `DLE EOT`, `GS a`, `GS r`, `GS ( H`; a clone lacks some of them (C.9).
  public var tellsInRealTime = true
  public var tellsChanges = true
  public var tellsInTurn = true
  public var confirmsJobs = true
  /// The byte of `GS r 1` at paper end: 0C, and 0F from a clone (C.9).
  public var paperEndByte: UInt8 = 0x0C
  /// Whether the end of the roll is seen before it comes.
  public var hasNearEndSensor = true
  /// Whether `GS !` enlarges Chinese too (C.3).
  public var enlargesHan = true
  /// Whether real-time commands inside picture data are obeyed (C.7).
  public var obeysInsideData = true
  public var presenter: Presenter?

  public init(charset: HanTable) { self.charset = charset }

  /// A model by name; nil for one that nobody simulates.
  public static func model(_ name: String) throws(SimulatorError) -> PrinterProfile? {
    var profile = PrinterProfile(charset: try .gb18030())
    switch name {
    case "full": break
    case "clone":
      profile.tellsChanges = false
      profile.confirmsJobs = false
      profile.paperEndByte = 0x0F
    case "sprt":
      profile = PrinterProfile(charset: try .gb2312())
      profile.dots = 384
      profile.tellsChanges = false
      profile.confirmsJobs = false
      profile.hasNearEndSensor = false
      profile.enlargesHan = false
    case "one-way": profile.answers = false
    case "custom":
      profile.printsQR = false
      profile.tellsChanges = false
      profile.confirmsJobs = false
      profile.presenter = .custom
    case "epic":
      profile.printsQR = false
      profile.tellsInRealTime = false
      profile.tellsChanges = false
      profile.tellsInTurn = false
      profile.confirmsJobs = false
      profile.presenter = .epic
    default: return nil
    }
    return profile
  }

  /// Every name that ``model(_:)`` knows.
  public static let models = ["full", "clone", "sprt", "one-way", "custom", "epic"]
}
