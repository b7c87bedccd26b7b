import TextUI
import TouchPanels

/// What is promised of a touch panel's bytes.
enum TouchProperties {
  /// The first byte chooses the panel, the next two the terminal; the rest are its events.
  static func checkPanel(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let kind = input.byte()
    let shape = PanelShape(
      x: kind & 2 == 0 ? 0...4095 : Int32.min...Int32.max, y: kind & 4 == 0 ? -100...0 : 0...32767,
      hasSlots: kind & 1 == 0)
    let size = Size(columns: Int(input.byte()), rows: Int(input.byte()))
    let events = input.remainder()
    var whole = PanelEventReader()
    var torn = PanelEventReader()
    let read = whole.events(in: events)
    expect(read == events.torn.flatMap { torn.events(in: $0) }, "reads may be torn anywhere")
    var fingers = Fingers(shape: shape)
    let touches = read.compactMap { fingers.take($0) }
    let fingersDown = read.count { $0.type == 3 && $0.code == 0x39 || $0.type == 1 }
    expect(touches.count <= fingersDown, "no touch without a finger")
    var screen = CalibrationScreen()
    var calibration = Calibration.straight
    for touch in touches {
      expect((0...1).contains(touch.x) && (0...1).contains(touch.y), "a touch is on the panel")
      if case .done(let found) = screen.touch(touch, size: size) { calibration = found }
      let cell = calibration.cell(touch, in: size)
      expect((cell == nil) == (size.columns * size.rows == 0), "each touch has a cell")
      guard let cell else { continue }
      expect(
        (0..<size.columns).contains(cell.column) && (0..<size.rows).contains(cell.row),
        "a cell is on the screen")
    }
  }
}
