import FoundationEssentials
import Glibc

/// One measured comparison. `make bench` writes an array of these.
struct Row: Encodable {
  enum Goal {
    case atMost(Double)
    case atLeast(Double)
  }

  let name: String
  let ours: Double
  let reference: Double
  /// What the reference is, in words.
  let against: String
  let unit: String
  /// `ours` over `reference`.
  let ratio: Double
  let goal: String
  let met: Bool
  /// Median microseconds of one durable 4 KiB append on the ledger's disk, in the same run.
  let fsync: Double?

  init(
    _ name: String, _ samples: Samples, unit: String, against: String, goal: Goal,
    fsync: Double? = nil
  ) {
    self.name = name
    ours = median(samples.ours)
    reference = median(samples.reference)
    self.against = against
    self.unit = unit
    ratio = ours / reference
    switch goal {
    case .atMost(let limit):
      self.goal = "<= \(limit.shown)"
      met = ratio <= limit
    case .atLeast(let limit):
      self.goal = ">= \(limit.shown)"
      met = ratio >= limit
    }
    self.fsync = fsync
  }
}

/// The same measure of both sides, one value a round.
struct Samples: Codable {
  private(set) var ours: [Double] = []
  private(set) var reference: [Double] = []

  /// Measures turn about, so that whatever else the machine does slows both sides alike.
  init(rounds: Int, ours: () throws -> Double, reference: () throws -> Double) rethrows {
    for _ in 0..<rounds {
      self.ours.append(try ours())
      self.reference.append(try reference())
    }
  }

  init() {}

  mutating func add(ours: Double, reference: Double) {
    self.ours.append(ours)
    self.reference.append(reference)
  }
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.indices.last else { return .nan }
  return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
}

/// How long something takes.
func microseconds(_ body: () throws -> Void) rethrows -> Double {
  let time = try ContinuousClock().measure(body)
  return Double(time.components.seconds) * 1e6 + Double(time.components.attoseconds) / 1e12
}

extension Double {
  /// Three digits or so: more would be noise.
  var shown: String {
    switch magnitude {
    case 100...: "\(Int(rounded()))"
    case 10..<100: Self.trimmed((self * 10).rounded() / 10)
    default: Self.trimmed((self * 100).rounded() / 100)
    }
  }

  private static func trimmed(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}

// MARK: - The table

struct Table {
  private(set) var rows: [Row] = []

  /// Prints a row as soon as it is known.
  mutating func add(_ row: Row) {
    if rows.isEmpty {
      Self.line(["", "ours", "reference", "unit", "ratio", "goal", "met", "fsync µs"], "reference")
    }
    rows.append(row)
    Self.line(
      [
        row.name, row.ours.shown, row.reference.shown, row.unit, row.ratio.shown, row.goal,
        row.met ? "yes" : "NO", row.fsync?.shown ?? "",
      ], row.against)
  }

  /// Says loudly which goals were missed.
  func printVerdict() {
    let missed = rows.filter { !$0.met }
    print()
    for row in missed {
      print("GOAL MISSED: \(row.name) is \(row.ratio.shown) x \(row.against), goal \(row.goal)")
    }
    print("\(rows.count - missed.count) goals met, \(missed.count) missed")
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(rows).write(to: URL(filePath: path))
  }

  private static let widths = [-34, 9, 9, -12, 7, 8, 5, 10]

  private static func line(_ cells: [String], _ last: String) {
    let padded = zip(cells, widths).map { cell, width in
      let space = String(repeating: " ", count: max(0, abs(width) - cell.count))
      return width < 0 ? cell + space : space + cell
    }
    print((padded + [last]).joined(separator: " "))
    fflush(nil)  // A row is read while the next one is measured, through a pipe too.
  }
}
