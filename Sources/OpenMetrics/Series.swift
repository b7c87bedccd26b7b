import CoreMetrics
import Synchronization

/// One line, or one histogram, of the text.
protocol MetricSeries: AnyObject, Sendable {
  var type: String { get }
  func samples(_ name: String, _ labels: [MetricsRegistry.Label]) -> String
}

/// Only grows, until the program ends.
final class CounterSeries: MetricSeries, CounterHandler {
  private let value = Mutex<Int64>(0)
  let type = "counter"

  func increment(by amount: Int64) {
    value.withLock {
      $0 = $0.addingReportingOverflow(max(0, amount)).overflow ? $0 : $0 + max(0, amount)
    }
  }

  func reset() { value.withLock { $0 = 0 } }

  func samples(_ name: String, _ labels: [MetricsRegistry.Label]) -> String {
    "\(name)_total\(MetricsRegistry.text(labels)) \(value.withLock { $0 })\n"
  }
}

/// What is so now.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
  private let value = Mutex<Double>(0)
  let type = "gauge"

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }

  func samples(_ name: String, _ labels: [MetricsRegistry.Label]) -> String {
    "\(name)\(MetricsRegistry.text(labels)) \(Number.text(value.withLock { $0 }))\n"
  }
}

/// How many were no larger than each bound.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
  /// From a commit on a fast disk to a command that waits for its deadline.
  static let seconds = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60]
  /// Steps in a commit, people in a line.
  static let counts: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
  private static let nanoseconds = 1e9

  private struct State {
    var buckets: [Int64]
    var count: Int64 = 0
    var sum = 0.0
  }

  private let bounds: [Double]
  private let state: Mutex<State>
  let type = "histogram"

  init(bounds: [Double]) {
    self.bounds = bounds
    state = Mutex(State(buckets: [Int64](repeating: 0, count: bounds.count)))
  }

  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / Self.nanoseconds) }

  func record(_ value: Double) {
    state.withLock { state in
      state.count += 1
      state.sum += value
      if let index = bounds.firstIndex(where: { value <= $0 }) { state.buckets[index] += 1 }
    }
  }

  func samples(_ name: String, _ labels: [MetricsRegistry.Label]) -> String {
    let now = state.withLock { $0 }
    var text = ""
    var soFar: Int64 = 0
    for (bound, count) in zip(bounds, now.buckets) {
      soFar += count
      let labels = MetricsRegistry.text(labels, .init(name: "le", value: Number.text(bound)))
      text += "\(name)_bucket\(labels) \(soFar)\n"
    }
    text +=
      "\(name)_bucket\(MetricsRegistry.text(labels, .init(name: "le", value: "+Inf"))) \(now.count)\n"
    let plain = MetricsRegistry.text(labels)
    return text
      + "\(name)_count\(plain) \(now.count)\n\(name)_sum\(plain) \(Number.text(now.sum))\n"
  }
}

enum Number {
  /// The shortest that reads back, never `inf` or `nan` in Swift's words.
  static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return "\(value)"
  }
}
