/// What a hall offers and where: fields, services, zones and windows as one consistent value.
///
/// Building it from a file is somebody else's work; here every identifier is known to resolve.
public struct Catalogue: Sendable, Equatable {
  public struct Field: Sendable, Equatable {
    public let id: String
    public let name: Bilingual

    public init(id: String, name: Bilingual) {
      self.id = id
      self.name = name
    }
  }

  /// One matter a citizen may come for. 事项
  public struct Service: Sendable, Equatable {
    public let id: String
    public let field: String
    public let name: Bilingual
    /// What its ticket numbers begin with, one capital letter.
    public let letter: String
    public let card: CardRule
    /// The days on which numbers and reservations are given for it.
    public let validity: Validity

    public init(
      id: String, field: String, name: Bilingual, letter: String, card: CardRule,
      validity: Validity = .always
    ) {
      self.id = id
      self.field = field
      self.name = name
      self.letter = letter
      self.card = card
      self.validity = validity
    }
  }

  /// From which day to which a service is offered, both included; nil: without end. 有效期
  public struct Validity: Sendable, Equatable {
    public let from: LocalDay?
    public let until: LocalDay?

    public init(from: LocalDay?, until: LocalDay?) {
      self.from = from
      self.until = until
    }

    public static let always = Validity(from: nil, until: nil)

    public func contains(_ day: LocalDay) -> Bool {
      from.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true
    }
  }

  /// 窗口
  public struct Window: Sendable, Equatable {
    public let id: String
    public let name: Bilingual
    public let kind: WindowKind
    /// Of the part of the hall it lies in; empty where the hall has no parts.
    public let zoneID: String
    public let zone: Bilingual
    /// Identifiers of the services it serves, in catalogue order.
    public let services: [String]

    /// 绿色通道: kept free for those who may go first (clause 4.6).
    public var callsPriorityOnly: Bool { kind == .greenChannel }

    public init(
      id: String, name: Bilingual, kind: WindowKind, zoneID: String = "", zone: Bilingual,
      services: [String]
    ) {
      self.id = id
      self.zoneID = zoneID
      self.name = name
      self.kind = kind
      self.zone = zone
      self.services = services
    }
  }

  public let fields: [Field]
  public let services: [Service]
  public let windows: [Window]
  private let servicesByID: [String: Service]
  private let windowsByID: [String: Window]
  private let windowsByService: [String: [Window]]
  let waitLayout: WaitLayout
  let laneIndex: LaneIndex

  public init(fields: [Field], services: [Service], windows: [Window]) {
    self.fields = fields
    self.services = services
    self.windows = windows
    servicesByID = Dictionary(services.map { ($0.id, $0) }) { first, _ in first }
    windowsByID = Dictionary(windows.map { ($0.id, $0) }) { first, _ in first }
    windowsByService = windows.reduce(into: [:]) { byService, window in
      for service in window.services { byService[service, default: []].append(window) }
    }
    waitLayout = WaitLayout(services: services, windows: windows)
    laneIndex = LaneIndex(windows)
  }

  public func service(_ id: String) -> Service? { servicesByID[id] }

  public func window(_ id: String) -> Window? { windowsByID[id] }

  /// What has left the hall's file since it was written down is named by its identifier.
  public func name(ofService id: String) -> Bilingual {
    service(id)?.name ?? Bilingual(zh: id, en: id)
  }

  public func name(ofWindow id: String) -> Bilingual {
    window(id)?.name ?? Bilingual(zh: id, en: id)
  }

  /// The windows a citizen may be called to for a service.
  ///
  /// Ordinary numbers are never called to a 绿色通道 window, so they are not told about one.
  public func windows(serving service: String, priority: Priority?) -> [Window] {
    windows(serving: service, as: priority == nil ? .ordinary : .priority)
  }

  /// The windows that call a number of a service by the right it waits by.
  public func windows(serving service: String, as standing: Standing) -> [Window] {
    let windows = windowsByService[service] ?? []
    return standing == .priority ? windows : windows.filter { !$0.callsPriorityOnly }
  }

  /// Every service that some window serves beside `service`: whose tickets compete with its own.
  public func competitors(of service: String) -> [String] {
    var seen: Set<String> = [service]
    return [service]
      + windows(serving: service, priority: nil).flatMap(\.services)
      .filter { seen.insert($0).inserted }
  }
}
