/// One rectangle of an Onbon screen that shows a line of text until it is told otherwise.
public struct OnbonArea: Sendable, Equatable {
  /// Which of the controller's areas, 0 for the first.
  public var number: UInt8
  /// Dots; the font card works in cells of 8 in each direction.
  public var x: UInt16
  public var y: UInt16
  public var width: UInt16
  public var height: UInt16
  /// How the text comes: 01 stands, 02 at once, 03 moves left, 04 right, 05 up, 06 down.
  public var mode: UInt8
  /// 0 is the fastest.
  public var speed: UInt8
  /// How long it stands before it comes again, in units of the controller (half seconds).
  public var stay: UInt8

  public init(
    number: UInt8, x: UInt16, y: UInt16, width: UInt16, height: UInt16, mode: UInt8, speed: UInt8,
    stay: UInt8
  ) {
    self.number = number
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    self.mode = mode
    self.speed = speed
    self.stay = stay
  }
}

/// What the hall says to an Onbon controller, as the data of a frame (protocols.md D.6; order and
/// widths as in strongercjd/Onbon-Protocol-Analysis, "Font_Card").
public enum OnbonCommand: Sendable, Equatable {
  /// A2 00.
  case ping
  /// A3 06 with one area and nothing deleted. The text is GBK.
  case show([UInt8], OnbonArea)

  /// The data of its frame; `wantsReply` tells the controller whether to answer.
  public func data(wantsReply: Bool) -> [UInt8] {
    switch self {
    case .ping: Self.head(0xA2, 0x00, wantsReply)
    case .show(let text, let area):
      // No area is deleted, one is updated.
      Self.head(0xA3, 0x06, wantsReply) + [0, 1] + Self.area(area, text)
    }
  }

  private static func head(_ group: UInt8, _ command: UInt8, _ wantsReply: Bool) -> [UInt8] {
    [group, command, wantsReply ? 1 : 0, 0, 0]
  }

  private static func area(_ area: OnbonArea, _ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0]  // type: text
    for number in [area.x, area.y, area.width, area.height] { bytes += Onbon.little(number) }
    bytes += [area.number, 0]  // line gap
    bytes += [0] + Onbon.little(UInt16(0))  // run mode: again and again, no timeout
    bytes += [0, 0, 0]  // no voice, no extensions, aligned left
    bytes += [1, 1]  // one line, no wrapping
    bytes += [area.mode, 0, area.speed, area.stay]
    bytes += Onbon.little(UInt32(clamping: text.count)) + text
    return Onbon.little(UInt16(clamping: bytes.count)) + bytes
  }
}

extension Onbon.Frame {
  /// Whether this is an answer to a command with that group and number, and what it says.
  ///
  /// A controller answers with group A0, 00 done and 01 refused, or with the command itself and a
  /// status byte of which 00 and 01 mean done: both are seen, neither is in D.6.
  public func answers(_ command: [UInt8]) -> Bool? {
    guard data.count >= 2 else { return nil }
    if data[0] == 0xA0 { return data[1] == 0x00 }
    guard command.count >= 2, data[0] == command[0], data[1] == command[1], data.count >= 3 else {
      return nil
    }
    return data[2] <= 0x01
  }
}
