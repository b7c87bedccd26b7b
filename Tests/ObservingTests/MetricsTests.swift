import Metrics
import Testing

@testable import OpenMetrics

@Suite struct `Metrics` {
  private let registry = MetricsRegistry(helps: ["hall_tickets": "Numbers given."])

  @Test func `counters, gauges and histograms as OpenMetrics has them`() {
    let counter = Counter(label: "hall_tickets", dimensions: [("letter", "A")], factory: registry)
    counter.increment(by: 3)
    Counter(label: "hall_tickets", dimensions: [("letter", "A")], factory: registry).increment()
    Gauge(label: "hall_waiting", factory: registry).record(7)
    let timer = Timer(label: "hall_commit_seconds", factory: registry)
    timer.recordNanoseconds(400_000)
    timer.recordNanoseconds(20_000_000)
    timer.recordNanoseconds(90_000_000_000)
    #expect(
      registry.text() == """
        # TYPE hall_commit_seconds histogram
        # UNIT hall_commit_seconds seconds
        hall_commit_seconds_bucket{le="0.0001"} 0
        hall_commit_seconds_bucket{le="0.0005"} 1
        hall_commit_seconds_bucket{le="0.001"} 1
        hall_commit_seconds_bucket{le="0.005"} 1
        hall_commit_seconds_bucket{le="0.01"} 1
        hall_commit_seconds_bucket{le="0.05"} 2
        hall_commit_seconds_bucket{le="0.1"} 2
        hall_commit_seconds_bucket{le="0.5"} 2
        hall_commit_seconds_bucket{le="1.0"} 2
        hall_commit_seconds_bucket{le="5.0"} 2
        hall_commit_seconds_bucket{le="10.0"} 2
        hall_commit_seconds_bucket{le="60.0"} 2
        hall_commit_seconds_bucket{le="+Inf"} 3
        hall_commit_seconds_count 3
        hall_commit_seconds_sum 90.0204
        # TYPE hall_tickets counter
        # HELP hall_tickets Numbers given.
        hall_tickets_total{letter="A"} 4
        # TYPE hall_waiting gauge
        hall_waiting 7.0
        # EOF

        """)
  }

  @Test func `a value cannot end a label or a line`() {
    Gauge(label: "x", dimensions: [("at", "a\"b\\c\nd")], factory: registry).record(Double.infinity)
    #expect(registry.text().contains(#"x{at="a\"b\\c\nd"} +Inf"#))
  }

  @Test func `counters neither fall nor overflow`() {
    let counter = Counter(label: "c", factory: registry)
    counter.increment(by: Int64.max)
    counter.increment(by: 5)
    counter.increment(by: -9)
    #expect(registry.text().contains("c_total 9223372036854775807\n"))
  }

  @Test func `there is an end to how many there are`() {
    for index in 0..<MetricsRegistry.mostSeries + 10 {
      Counter(label: "many", dimensions: [("i", "\(index)")], factory: registry).increment()
    }
    let lines = registry.text().split(separator: "\n").count { $0.hasPrefix("many") }
    #expect(lines == MetricsRegistry.mostSeries)
  }
}
