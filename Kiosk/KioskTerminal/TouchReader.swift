import CTouchPanel
import Glibc
public import TouchPanels

/// Reads the touch panel of a console whose terminal reports no touches.
///
/// One thread until the process ends. A panel that is not there, or is pulled out, is looked for once a
/// second.
public enum TouchReader {
  /// Which panel it is.
  public enum Choice: Sendable, Equatable {
    /// The first touch screen that may be opened.
    case first
    /// The one of this name, as `EVIOCGNAME` and `libinput list-devices` have it, or of this node.
    case named(String)
  }

  private static let folder = "/dev/input"
  /// How late a panel that was plugged in is noticed: a person needs longer to step back from it.
  private static let lookAgain: UInt32 = 1

  /// Gives each touch to `hear`, from a thread of its own; false where the system has none left.
  @discardableResult
  public static func start(
    _ choice: Choice, hear: @escaping @Sendable (PanelPoint) -> Void
  ) -> Bool {
    Worker.start {
      while true {
        if let (panel, fingers) = find(choice) {
          read(panel, fingers, hear)
          close(panel)
        }
        sleep(lookAgain)
      }
    }
  }

  /// Until the panel is gone.
  private static func read(
    _ panel: Int32, _ fingers: Fingers, _ hear: (PanelPoint) -> Void
  ) {
    var fingers = fingers
    var reader = PanelEventReader()
    var bytes = [UInt8](repeating: 0, count: 64 * PanelEventReader.eventSize)
    while true {
      let count = Glibc.read(panel, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      // ENODEV: pulled out.
      guard count > 0 else { return }
      for event in reader.events(in: Array(bytes[..<count])) {
        if let point = fingers.take(event) { hear(point) }
      }
    }
  }

  private static func find(_ choice: Choice) -> (Int32, Fingers)? {
    for node in nodes() {
      let descriptor = open(node, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if let fingers = fingers(of: descriptor), matches(choice, node, descriptor) {
        // The compositor hears the panel too; a later terminal that reports touches would double them.
        if touch_grab(descriptor) == 0 { return (descriptor, fingers) }
      }
      close(descriptor)
    }
    return nil
  }

  /// The event nodes, event2 before event10.
  private static func nodes() -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var numbers: [Int] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix("event"), let number = Int(name.dropFirst(5)) { numbers.append(number) }
    }
    return numbers.sorted().map { "\(folder)/event\($0)" }
  }

  private static func matches(_ choice: Choice, _ node: String, _ descriptor: Int32) -> Bool {
    switch choice {
    case .first: return true
    case .named(let wanted):
      var name = [CChar](repeating: 0, count: 256)
      guard touch_name(descriptor, &name, Int32(name.count)) >= 0 else { return false }
      let told = String(
        decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return wanted == node || wanted == told
    }
  }

  /// Nil for what is no touch screen: keyboards, mice, the pads of laptops.
  private static func fingers(of descriptor: Int32) -> Fingers? {
    guard touch_is_screen(descriptor) == 1 else { return nil }
    let hasSlots = touch_has_axis(descriptor, UInt32(PanelEvent.Code.slot)) == 1
    let codes =
      hasSlots
      ? (PanelEvent.Code.slotX, PanelEvent.Code.slotY) : (PanelEvent.Code.x, PanelEvent.Code.y)
    guard let x = axis(descriptor, codes.0, hasSlots), let y = axis(descriptor, codes.1, hasSlots)
    else { return nil }
    return Fingers(
      shape: PanelShape(x: x.range, y: y.range, hasSlots: hasSlots), x: x.now, y: y.now)
  }

  private static func axis(
    _ descriptor: Int32, _ code: UInt16, _ hasSlots: Bool
  ) -> (range: ClosedRange<Int32>, now: Int32?)? {
    var (least, largest, now): (Int32, Int32, Int32) = (0, 0, 0)
    guard touch_has_axis(descriptor, UInt32(code)) == 1,
      touch_axis(descriptor, UInt32(code), &least, &largest, &now) == 0, least < largest
    else { return nil }
    if hasSlots, touch_slot_axis(descriptor, UInt32(code), &now) != 0 {
      return (least...largest, nil)
    }
    return (least...largest, now)
  }
}
