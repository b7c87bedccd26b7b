public import CoreMetrics
import Synchronization

/// What was counted and measured, and its text in OpenMetrics 1.0.
///
/// A backend of swift-metrics. Labels come from our own code and devices of the hall's file, never from
/// citizens: how many series there can be is known beforehand, and ``mostSeries`` bounds it all the
/// same.
public final class MetricsRegistry: MetricsFactory, Sendable {
  /// More than a hall with a hundred devices has; what comes after is not kept.
  public static let mostSeries = 4096

  struct Key: Hashable {
    let name: String
    let labels: [Label]
  }

  struct Label: Hashable {
    let name: String
    let value: String
  }

  private let series = Mutex<[Key: any MetricSeries]>([:])
  private let helps: [String: String]

  /// - Parameter helps: one sentence for each metric's name.
  public init(helps: [String: String] = [:]) { self.helps = helps }

  // MARK: Made

  private func made<S: MetricSeries>(
    _ label: String, _ dimensions: [(String, String)], _ make: () -> S
  )
    -> S
  {
    let key = Key(
      name: label,
      labels: dimensions.map { Label(name: $0.0, value: $0.1) }.sorted { $0.name < $1.name })
    return series.withLock { series in
      if let known = series[key] as? S { return known }
      let new = make()
      if series[key] == nil, series.count < Self.mostSeries { series[key] = new }
      return new
    }
  }

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    made(label, dimensions) { CounterSeries() }
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    made(label, dimensions) { GaugeSeries() }
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool)
    -> any RecorderHandler
  {
    guard aggregate else { return made(label, dimensions) { GaugeSeries() } }
    return made(label, dimensions) { HistogramSeries(bounds: HistogramSeries.counts) }
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    made(label, dimensions) { HistogramSeries(bounds: HistogramSeries.seconds) }
  }

  // Series live as long as the program: a device that is gone for an hour has the same one after it.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  // MARK: Told

  /// Everything, in the order of the names.
  public func text() -> String {
    let all = series.withLock { Dictionary(grouping: $0, by: \.key.name) }
    var text = ""
    for (name, rows) in all.sorted(by: { $0.key < $1.key }) {
      guard let type = rows.first?.value.type else { continue }
      text += "# TYPE \(name) \(type)\n"
      if name.hasSuffix("_seconds") { text += "# UNIT \(name) seconds\n" }
      if let help = helps[name] { text += "# HELP \(name) \(Self.escaped(help))\n" }
      let sorted = rows.sorted { Self.text($0.key.labels) < Self.text($1.key.labels) }
      for (key, value) in sorted { text += value.samples(name, key.labels) }
    }
    return text + "# EOF\n"
  }

  static func text(_ labels: [Label], _ more: Label? = nil) -> String {
    let all = labels + [more].compactMap(\.self)
    guard !all.isEmpty else { return "" }
    return "{" + all.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
