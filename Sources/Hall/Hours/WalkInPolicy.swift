/// How a hall limits the numbers it gives to people without a reservation. 现场取号量 (5.3.2.1)
public struct WalkInPolicy: Sendable, Equatable {
  public enum Mode: String, Sendable, CaseIterable {
    /// Whoever comes gets a number.
    case off
    /// As many as the windows can still serve today.
    case auto
    /// As many a day as is written for the service.
    case fixed
  }

  /// What one service has of its own.
  public struct Terms: Sendable, Equatable {
    /// The service's id.
    public let service: String
    /// Seconds a service takes, until enough of today's are measured; nil: as all services.
    public let serviceSeconds: Int?
    /// The most walk-in numbers a day, in `auto` as well; nil: no such limit.
    public let perDay: Int?

    public init(service: String, serviceSeconds: Int?, perDay: Int?) {
      self.service = service
      self.serviceSeconds = serviceSeconds
      self.perDay = perDay
    }
  }

  public let mode: Mode
  /// Numbers that 绿色通道 can always still get of each service, whatever else is gone.
  public let floor: Int
  /// What a service takes until enough of today's are measured.
  public let serviceSeconds: Int
  /// How many of today's services are enough.
  public let enoughSamples: Int
  public let pace: ServicePace.Method
  public let terms: [Terms]
  private let termsByService: [String: Terms]

  public init(
    mode: Mode, floor: Int, serviceSeconds: Int, enoughSamples: Int, pace: ServicePace.Method,
    terms: [Terms]
  ) {
    self.mode = mode
    self.floor = max(0, floor)
    self.serviceSeconds = serviceSeconds
    self.enoughSamples = enoughSamples
    self.pace = pace
    self.terms = terms
    termsByService = Dictionary(terms.map { ($0.service, $0) }) { first, _ in first }
  }

  public func terms(of service: String) -> Terms? { termsByService[service] }

  /// The usual values of docs/hallway.yaml.md; a file without `quota` means these.
  public static let off = WalkInPolicy(
    mode: .off, floor: 5, serviceSeconds: 15 * 60, enoughSamples: 20, pace: .mean, terms: [])
}
