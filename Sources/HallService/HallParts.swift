public import DeviceKit
public import Hall
public import HallStore
public import Logging
public import PersonKeys

/// What a hall is made of; the program that knows configuration and drivers puts it together.
public struct HallParts: Sendable {
  public struct Info: Sendable, Equatable {
    public var id: String
    public var name: Bilingual
    public var address: Bilingual
    public var phone: String
    /// The hall is invented, and its fronts say so.
    public var sample: Bool
    /// Days after which a ticket forgets who held it.
    public var retentionDays: Int
    /// Days after which a case that is over is forgotten.
    public var caseRetentionDays: Int

    public init(
      id: String, name: Bilingual, address: Bilingual, phone: String, sample: Bool,
      retentionDays: Int, caseRetentionDays: Int
    ) {
      self.id = id
      self.name = name
      self.address = address
      self.phone = phone
      self.sample = sample
      self.retentionDays = retentionDays
      self.caseRetentionDays = caseRetentionDays
    }
  }

  /// A device and, for kinds that stand at one, its window.
  public struct PlacedDevice: Sendable {
    public let device: any Device
    public let window: String?
    /// What its driver says of itself; nil for a device that no driver of ours made.
    public let driver: DriverDescriptor?

    public init(device: any Device, window: String?, driver: DriverDescriptor? = nil) {
      self.device = device
      self.window = window
      self.driver = driver
    }
  }

  /// A pad and the window whose service it rates.
  public struct WindowPad: Sendable {
    public let pad: any EvaluationPad
    public let window: String

    public init(pad: any EvaluationPad, window: String) {
      self.pad = pad
      self.window = window
    }
  }

  /// A device of one kind and the window it stands at.
  struct AtWindow<Kind: Sendable>: Sendable {
    let device: Kind
    let anyDevice: any Device
    let window: String
  }

  public var info: Info
  /// What of the hall's file may change while it is open.
  public var rulebook: Rulebook
  public var queue: QueueLedger
  public var store: any HallStore
  /// What other systems told of their cases.
  public var cases: any CaseStore
  public var people: PersonKeys
  /// What a day's ratings are sealed with.
  public var sealKey: SealKey
  /// In the order of the configuration, which is the one a technician expects.
  public var places: [PlacedDevice]
  /// Who brings texts to phones; nil where the hall sends none.
  public var notices: (any NoticeSender)?
  /// What makes pages of letters.
  public var press: any LetterPress
  /// Where the record of the self-test is kept, and what looks at the machine itself.
  public var selfTestHost: any SelfTestHost
  public var access: Access
  public var wallTime: WallTime
  public var logger: Logger

  public init(
    info: Info, rulebook: Rulebook, queue: QueueLedger, store: any HallStore,
    cases: any CaseStore,
    people: PersonKeys, sealKey: SealKey, devices: [PlacedDevice],
    notices: (any NoticeSender)? = nil, press: any LetterPress,
    selfTestHost: any SelfTestHost = NoSelfTestHost(), access: Access,
    wallTime: @escaping WallTime,
    logger: Logger
  ) {
    self.info = info
    self.rulebook = rulebook
    self.queue = queue
    self.store = store
    self.cases = cases
    self.people = people
    self.sealKey = sealKey
    places = devices
    self.notices = notices
    self.press = press
    self.selfTestHost = selfTestHost
    self.access = access
    self.wallTime = wallTime
    self.logger = logger
  }

  var catalogue: Catalogue { rulebook.edition.queue.catalogue }
  var hours: OpeningHours { rulebook.edition.hours }

  var today: LocalDay { WallClock(wallTime()).day }

  var devices: [any Device] { places.map(\.device) }
  var readers: [any IDCardReader] { places.compactMap { $0.device as? any IDCardReader } }
  var scanners: [any CodeScanner] { places.compactMap { $0.device as? any CodeScanner } }
  var cameras: [any Camera] { places.compactMap { $0.device as? any Camera } }
  /// The first there is.
  var printer: (any TicketPrinter)? {
    places.lazy.compactMap { $0.device as? any TicketPrinter }.first
  }
  /// The A4 printer; the first there is.
  var documentPrinter: (any DocumentPrinter)? {
    places.lazy.compactMap { $0.device as? any DocumentPrinter }.first
  }
  var pads: [WindowPad] {
    places.compactMap { place in
      guard let pad = place.device as? any EvaluationPad, let window = place.window else {
        return nil
      }
      return WindowPad(pad: pad, window: window)
    }
  }

  var keypads: [AtWindow<any CallerKeypad>] { atWindows { $0 as? any CallerKeypad } }
  var strips: [AtWindow<any LEDStrip>] { atWindows { $0 as? any LEDStrip } }

  private func atWindows<Kind>(_ cast: (any Device) -> Kind?) -> [AtWindow<Kind>] {
    places.compactMap { place in
      guard let device = cast(place.device), let window = place.window else { return nil }
      return AtWindow(device: device, anyDevice: place.device, window: window)
    }
  }
}
