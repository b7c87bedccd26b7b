import Hall

/// What is still to happen, soonest first; of one moment, what was planned first comes first.
struct EventQueue<Happening: Sendable>: Sendable {
  private struct Entry: Sendable {
    let at: Moment
    let order: Int
    let happening: Happening

    func isBefore(_ other: Entry) -> Bool {
      at == other.at ? order < other.order : at < other.at
    }
  }

  private var heap: [Entry] = []
  private var planned = 0

  mutating func plan(_ happening: Happening, at: Moment) {
    heap.append(Entry(at: at, order: planned, happening: happening))
    planned += 1
    var index = heap.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      guard heap[index].isBefore(heap[parent]) else { return }
      heap.swapAt(index, parent)
      index = parent
    }
  }

  mutating func next() -> (at: Moment, happening: Happening)? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.at, first.happening)
  }

  private mutating func sink() {
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < heap.count && heap[child].isBefore(heap[least]) { least = child }
      guard least != index else { return }
      heap.swapAt(index, least)
      index = least
    }
  }
}
