/// How much paper is left on the roll.
public enum PaperSupply: String, Sendable, CaseIterable {
  case full, low, out
}

/// What can be made to go wrong with the printer (protocols.md C.12).
public struct PrinterFaults: Sendable, Equatable {
  public var paper = PaperSupply.full
  public var coverOpen = false
  /// The blade is stuck. Once it is free the host must still send DLE ENQ, or open the cover.
  public var cutterStuck = false
  /// Switched off line at the panel.
  public var offline = false
  /// Takes bytes and prints them, but answers nothing.
  public var mute = false
  /// Bytes taken from the buffer each second; nil for as fast as they come.
  public var bytesPerSecond: Int?

  public init() {}
}
