import Foundation
import Testing
import TextUI

@testable import TouchPanels

private typealias Code = PanelEvent.Code

private func axis(_ code: UInt16, _ value: Int32, at time: Int64 = 0) -> PanelEvent {
  PanelEvent(time: time, type: Code.axes, code: code, value: value)
}

private func report(at time: Int64 = 0) -> PanelEvent {
  PanelEvent(time: time, type: Code.synchronisation, code: Code.report, value: 0)
}

/// A finger of a panel with slots that comes down; nil coordinates are not told, as the kernel does
/// where they stayed the same.
private func down(
  _ slot: Int32, _ id: Int32, _ x: Int32?, _ y: Int32?, at time: Int64 = 0
) -> [PanelEvent] {
  [axis(Code.slot, slot, at: time), axis(Code.tracking, id, at: time)]
    + [x.map { axis(Code.slotX, $0, at: time) }, y.map { axis(Code.slotY, $0, at: time) }]
    .compactMap { $0 }
}

private func up(_ slot: Int32, at time: Int64 = 0) -> [PanelEvent] {
  [axis(Code.slot, slot, at: time), axis(Code.tracking, -1, at: time), report(at: time)]
}

private let slotted = PanelShape(x: 0...1000, y: 0...1000, hasSlots: true)

private func touches(_ shape: PanelShape = slotted, _ events: [PanelEvent]) -> [PanelPoint] {
  var fingers = Fingers(shape: shape)
  return events.compactMap { fingers.take($0) }
}

@Suite struct FingerTests {
  @Test func `a finger is one touch, where it came down, however it moves`() {
    let drag = [axis(Code.slotX, 900), report()]
    let told = touches(slotted, down(0, 1, 250, 500) + [report()] + drag + up(0))
    #expect(told == [PanelPoint(x: 0.25, y: 0.5)])
  }

  @Test func `the same place again is told without its coordinates`() {
    let told = touches(
      slotted, down(0, 1, 250, 500) + [report()] + up(0) + down(0, 2, nil, 750) + [report()])
    #expect(told == [PanelPoint(x: 0.25, y: 0.5), PanelPoint(x: 0.25, y: 0.75)])
  }

  @Test func `a panel that was touched before it was opened says where its axes stand`() {
    var fingers = Fingers(shape: slotted, x: 250, y: 500)
    let told = (down(0, 1, nil, nil) + [report()]).compactMap { fingers.take($0) }
    #expect(told == [PanelPoint(x: 0.25, y: 0.5)])
    #expect(touches(slotted, down(0, 1, nil, nil) + [report()]).isEmpty)
  }

  @Test func `a second finger is no touch, whoever leaves first`() {
    let both = down(0, 1, 100, 100) + [report()] + down(1, 2, 800, 800) + [report()]
    #expect(touches(slotted, both + up(1) + up(0)).count == 1)
    #expect(touches(slotted, both + up(0) + down(0, 3, 300, 300) + [report()]).count == 1)
    #expect(touches(slotted, down(0, 1, 1, 1) + down(1, 2, 2, 2) + [report()]).count == 1)
  }

  @Test func `a palm is no touch and keeps no finger away`() {
    let palms = [
      axis(Code.tool, Code.palm), axis(Code.touchMajor, 200),
    ]
    for palm in palms {
      let told = touches(
        slotted, down(0, 1, 100, 100) + [palm, report()] + down(1, 2, 800, 800) + [report()])
      #expect(told == [PanelPoint(x: 0.8, y: 0.8)])
    }
  }

  @Test func `what lies there for long keeps no finger away`() {
    let drop = down(0, 1, 100, 100) + [report()]
    let soon = down(1, 2, 800, 800, at: 2_000_000) + [report(at: 2_000_000)]
    let later = down(1, 2, 800, 800, at: 11_000_000) + [report(at: 11_000_000)]
    #expect(touches(slotted, drop + soon).count == 1)
    #expect(touches(slotted, drop + later).count == 2)
  }

  @Test func `after lost events only a new finger counts`() {
    let lost = PanelEvent(type: Code.synchronisation, code: Code.dropped, value: 0)
    let told = touches(
      slotted,
      down(0, 1, 100, 100) + [lost] + down(0, 2, 200, 200) + [report(), report()]
        + down(0, 3, 300, 300) + [report()])
    #expect(told == [PanelPoint(x: 0.3, y: 0.3)])
  }

  @Test func `a panel that knows one finger tells it by BTN_TOUCH`() {
    let single = PanelShape(x: 100...300, y: 0...1000, hasSlots: false)
    let touch = PanelEvent(type: Code.keys, code: Code.touch, value: 1)
    let lift = PanelEvent(type: Code.keys, code: Code.touch, value: 0)
    let told = touches(
      single,
      [axis(Code.x, 200), axis(Code.y, 500), touch, report(), axis(Code.x, 201), report(), lift]
        + [report(), touch, report()])
    #expect(told == [PanelPoint(x: 0.5, y: 0.5), PanelPoint(x: 0.505, y: 0.5)])
  }

  @Test func `a panel that reports beyond its limits is touched at its edge`() {
    let told = touches(slotted, down(0, 1, -50, Int32.max) + [report()])
    #expect(told == [PanelPoint(x: 0, y: 1)])
  }

  @Test func `events are read from the kernel's bytes, torn anywhere`() {
    var bytes: [UInt8] = []
    for (type, code, value) in [(3, 0x35, -2), (0, 0, 0)] as [(UInt16, UInt16, Int32)] {
      for number in [Int64(1), 500_000] {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
      }
      withUnsafeBytes(of: type.littleEndian) { bytes += $0 }
      withUnsafeBytes(of: code.littleEndian) { bytes += $0 }
      withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }
    let expected = [
      PanelEvent(time: 1_500_000, type: 3, code: 0x35, value: -2),
      PanelEvent(time: 1_500_000, type: 0, code: 0, value: 0),
    ]
    for cut in 0...bytes.count {
      var reader = PanelEventReader()
      #expect(
        reader.events(in: Array(bytes[..<cut])) + reader.events(in: Array(bytes[cut...]))
          == expected)
    }
  }
}

@Suite struct CalibrationTests {
  private let size = Size(columns: 100, rows: 30)

  /// Touches each cross of a panel that is built in like this.
  private func calibrate(_ panel: (PanelPoint) -> PanelPoint) -> Calibration? {
    var screen = CalibrationScreen()
    for index in CalibrationScreen.places.indices {
      let cross = CalibrationScreen.cross(index, in: size)
      let middle = PanelPoint(
        x: (Double(cross.column) + 0.5) / 100, y: (Double(cross.row) + 0.5) / 30)
      if case .done(let calibration) = screen.touch(panel(middle), size: size) {
        return calibration
      }
    }
    return nil
  }

  @Test(arguments: [
    [1, 0, 0, 0, 1, 0], [-1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 0], [0.9, 0.02, 0.05, 0.01, 0.8, 0.1],
  ])
  func `a panel that is turned, mirrored, shifted or askew is calibrated`(built: [Double]) throws {
    func panel(_ at: PanelPoint) -> PanelPoint {
      PanelPoint(
        x: built[0] * at.x + built[1] * at.y + built[2],
        y: built[3] * at.x + built[4] * at.y + built[5])
    }
    let calibration = try #require(calibrate(panel))
    let kept = try JSONDecoder().decode(
      Calibration.self, from: JSONEncoder().encode(calibration))
    for column in 0..<100 {
      for row in 0..<30 {
        let touched = panel(
          PanelPoint(x: (Double(column) + 0.5) / 100, y: (Double(row) + 0.5) / 30))
        #expect(kept.cell(touched, in: size) == Position(column: column, row: row))
      }
    }
  }

  @Test func `touches that do not fit together are asked for once more`() {
    var count = 0
    let calibration = calibrate { at in
      count += 1
      return count == 2 ? PanelPoint(x: 0.5, y: 0.5) : at
    }
    #expect(calibration == nil)
    #expect(calibrate { _ in PanelPoint(x: 0.5, y: 0.5) } == nil)
    #expect(calibrate { PanelPoint(x: $0.x, y: 0.5) } == nil)
  }

  @Test func `every touch is a cell, also beyond the edge`() {
    let corner = Calibration.straight.cell(PanelPoint(x: 1, y: 1), in: size)
    #expect(corner == Position(column: 99, row: 29))
    #expect(Calibration.straight.cell(PanelPoint(x: -3, y: .infinity), in: size) == nil)
    #expect(Calibration.straight.cell(PanelPoint(x: 0, y: 0), in: Size(columns: 0, rows: 9)) == nil)
  }

  @Test(arguments: [
    "", "{}", "{\"screen\": []}", "{\"screen\": [[1,0,0],[0,1]]}",
    "{\"screen\": [[1,0,0],[0,1e9,0]]}",
  ])
  func `a file that is no calibration is refused`(text: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Calibration.self, from: Data(text.utf8))
    }
  }

  @Test func `the screen says which cross is next and draws it whole`() {
    var screen = CalibrationScreen()
    for index in CalibrationScreen.places.indices {
      let picture = screen.render(size: Size(columns: 80, rows: 24))
      let cross = CalibrationScreen.cross(index, in: picture.size)
      #expect(picture[cross.column, cross.row]?.glyph == "╋")
      #expect((0..<24).contains { picture.text(ofRow: $0).contains("cross \(index + 1) of 5") })
      _ = screen.touch(PanelPoint(x: 0.5, y: 0.5), size: picture.size)
    }
    let again = screen.render(size: Size(columns: 80, rows: 24))
    #expect((0..<24).contains { again.text(ofRow: $0).contains("once more") })
  }
}
