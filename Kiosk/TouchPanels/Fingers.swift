/// What a panel says of itself.
public struct PanelShape: Hashable, Sendable {
  public let x: ClosedRange<Int32>
  public let y: ClosedRange<Int32>
  /// It tells fingers apart (ABS_MT_SLOT); otherwise it knows one, by BTN_TOUCH.
  public let hasSlots: Bool

  public init(x: ClosedRange<Int32>, y: ClosedRange<Int32>, hasSlots: Bool) {
    self.x = x
    self.y = y
    self.hasSlots = hasSlots
  }

  /// Where on the panel, each 0 to 1; a panel may report beyond its own limits.
  func point(_ x: Int32, _ y: Int32) -> PanelPoint {
    func share(_ value: Int32, of range: ClosedRange<Int32>) -> Double {
      let width = Double(range.upperBound) - Double(range.lowerBound)
      guard width > 0 else { return 0 }
      return min(max((Double(value) - Double(range.lowerBound)) / width, 0), 1)
    }
    return PanelPoint(x: share(x, of: self.x), y: share(y, of: self.y))
  }
}

/// A place on a panel or a screen, from its first corner: 0 to 1 each way.
public struct PanelPoint: Hashable, Sendable, Codable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// Follows the fingers on a panel; a touch is the first finger as it comes down.
///
/// Further fingers, palms and sleeves are no touches, and a contact that lies there for long, a drop of
/// water or a bag, keeps nobody from touching beside it.
public struct Fingers: Sendable {
  private struct Contact {
    let since: Int64
    var isPalm = false
    /// It has been judged: a touch or none.
    var isTold = false
  }

  /// Slots a panel may have; the kernel's own panels have ten or sixteen.
  private static let slots: Range<Int32> = 0..<64
  /// A contact as wide as this part of the panel is no finger: a thumb has a tenth of a small one.
  private static let palmShare = 0.15
  /// A contact that lies so long, in microseconds, is no person's first finger any more.
  private static let stale: Int64 = 10_000_000

  private let shape: PanelShape
  /// A panel without slots has the first one only.
  private var slot: Int32 = 0
  private var contacts: [Int32: Contact] = [:]
  /// Where each slot's last finger lay: the kernel does not tell a coordinate that stayed the same.
  private var places: [Int32: (x: Int32?, y: Int32?)] = [:]
  /// SYN_DROPPED: the kernel lost events, and what follows up to the next report is void.
  private var isVoid = false

  /// - Parameters:
  ///   - shape: what the panel says of itself.
  ///   - x: where its first slot stands, which it tells again only when that changes.
  ///   - y: likewise.
  public init(shape: PanelShape, x: Int32? = nil, y: Int32? = nil) {
    self.shape = shape
    places[0] = (x, y)
  }

  /// Takes the next event; gives where a finger came down, once a report is whole.
  public mutating func take(_ event: PanelEvent) -> PanelPoint? {
    switch (event.type, event.code) {
    case (PanelEvent.Code.synchronisation, PanelEvent.Code.dropped):
      isVoid = true
      contacts = [:]
    case (PanelEvent.Code.synchronisation, PanelEvent.Code.report):
      if isVoid {
        isVoid = false
        return nil
      }
      return judge(at: event.time)
    case (PanelEvent.Code.axes, let code) where !isVoid:
      move(code, event.value, at: event.time)
    case (PanelEvent.Code.keys, PanelEvent.Code.touch) where !isVoid && !shape.hasSlots:
      contacts[0] = event.value == 0 ? nil : Contact(since: event.time)
    default: break
    }
    return nil
  }

  private mutating func move(_ code: UInt16, _ value: Int32, at time: Int64) {
    if code == PanelEvent.Code.slot, shape.hasSlots { slot = value }
    guard Self.slots.contains(slot) else { return }
    switch (code, shape.hasSlots) {
    case (PanelEvent.Code.x, false), (PanelEvent.Code.slotX, true):
      places[slot, default: (nil, nil)].x = value
    case (PanelEvent.Code.y, false), (PanelEvent.Code.slotY, true):
      places[slot, default: (nil, nil)].y = value
    case (PanelEvent.Code.tracking, true):
      contacts[slot] = value < 0 ? nil : Contact(since: time)
    case (PanelEvent.Code.tool, true) where value == PanelEvent.Code.palm:
      contacts[slot]?.isPalm = true
    case (PanelEvent.Code.touchMajor, true):
      let width = Double(shape.x.upperBound) - Double(shape.x.lowerBound)
      if Double(value) > width * Self.palmShare { contacts[slot]?.isPalm = true }
    default: break
    }
  }

  private mutating func judge(at time: Int64) -> PanelPoint? {
    var touched: PanelPoint?
    for number in contacts.keys.sorted() {
      guard let contact = contacts[number], !contact.isTold, let place = places[number],
        let x = place.x, let y = place.y
      else { continue }
      contacts[number]?.isTold = true
      let isFirst = contacts.allSatisfy { other, value in
        other == number || value.isPalm || !value.isTold || time &- value.since >= Self.stale
      }
      if isFirst, !contact.isPalm { touched = shape.point(x, y) }
    }
    return touched
  }
}
