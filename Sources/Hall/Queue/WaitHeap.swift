/// The windows of a ``WaitModel`` by when they become free; of one moment, the first of the
/// catalogue comes first.
struct WaitHeap {
  private struct Entry {
    var freeAt: Int64
    let desk: Int

    func isBefore(_ other: Entry) -> Bool {
      freeAt == other.freeAt ? desk < other.desk : freeAt < other.freeAt
    }
  }

  private var entries: [Entry] = []

  var first: (freeAt: Int64, desk: Int)? { entries.first.map { ($0.freeAt, $0.desk) } }

  /// Adds a window; ``settle()`` puts all of them in order.
  mutating func add(_ freeAt: Int64, desk: Int) {
    entries.append(Entry(freeAt: freeAt, desk: desk))
  }

  mutating func settle() {
    for index in stride(from: entries.count / 2, through: 0, by: -1) { sink(index) }
  }

  /// The first window becomes free at another time, or never.
  mutating func replaceFirst(by freeAt: Int64?) {
    if let freeAt {
      entries[0].freeAt = freeAt
    } else if let last = entries.popLast(), !entries.isEmpty {
      entries[0] = last
    }
    sink(0)
  }

  private mutating func sink(_ from: Int) {
    guard from < entries.count else { return }
    let entry = entries[from]
    var index = from
    while true {
      var child = 2 * index + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, entries[child + 1].isBefore(entries[child]) { child += 1 }
      guard entries[child].isBefore(entry) else { break }
      entries[index] = entries[child]
      index = child
    }
    entries[index] = entry
  }
}
