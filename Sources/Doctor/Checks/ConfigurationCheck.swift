public import DeviceKit
public import Hall
public import HallConfig

/// The hall's file, by the same rules that the service starts by.
public struct ConfigurationCheck: Sendable {
  let path: String
  let read: Result<HallConfiguration, ConfigurationErrors>
  let today: LocalDay

  public init(
    path: String, state: String, drivers: [DriverDescriptor], today: LocalDay
  ) {
    self.path = path
    self.today = today
    do throws(ConfigurationErrors) {
      read = .success(
        try HallConfiguration.load(path: path, drivers: drivers, state: state, today: today))
    } catch {
      read = .failure(error)
    }
  }

  /// What the file says, where it has no fault.
  public var configuration: HallConfiguration? { try? read.get() }

  public func examine() -> Examination {
    switch read {
    case .failure(let errors):
      return Examination(
        "configuration",
        errors.errors.map { error in
          Finding(
            "configuration.fault", about: error.line.map { "\(error.file):\($0)" } ?? error.file,
            error.path.isEmpty ? error.message : "\(error.path): \(error.message)",
            why: "The service does not start with it, and a running one keeps what it had.",
            mend: ["hallwayd --config \(path) --check   # after mending"])
        })
    case .success(let configuration):
      let advice = configuration.calendarAdvice(on: today).map { advice in
        Finding(
          "configuration.calendar", .warning, about: path, advice,
          why: "Deadlines in days nobody knows are refused, never guessed.",
          mend: ["hallwayd --config \(path) --check   # after adding the year"])
      }
      return Examination("configuration", [advice].compactMap(\.self))
    }
  }
}
