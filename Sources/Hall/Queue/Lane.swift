/// The callable tickets of one queue and one standing, in the order of their places.
///
/// The front goes out and the back comes in nearly always, so the places lie in one array whose
/// used-up front is cut off now and then; calling costs the same with a hundred waiting as with a
/// hundred thousand.
struct Lane: Sendable {
  /// What a line leads to.
  enum Queue: Hashable, Sendable {
    case service(String)
    /// Tickets that were sent to one window.
    case window(String)
  }

  struct ID: Hashable, Sendable {
    let queue: Queue
    let standing: Standing
  }

  private var places: [Place] = []
  private var front = 0

  var count: Int { places.count - front }
  var first: Place? { front < places.count ? places[front] : nil }
  var waiting: ArraySlice<Place> { places[front...] }

  /// The first index in `front...` whose place is not before `place`.
  private func index(of place: Place) -> Int {
    // Who came last stands last: no search for the common case.
    if let last = places.last, front < places.count, last < place { return places.count }
    var low = front
    var high = places.count
    while low < high {
      let middle = low + (high - low) / 2
      if places[middle] < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func insert(_ place: Place) { places.insert(place, at: index(of: place)) }

  mutating func remove(_ place: Place) {
    let index = index(of: place)
    guard index < places.count, places[index] == place else { return }
    guard index == front else {
      places.remove(at: index)
      return
    }
    front += 1
    if front > 64, front * 2 > places.count {
      places.removeSubrange(..<front)
      front = 0
    }
  }

  /// How many from the front on satisfy `isAhead`, which nobody does behind one who does not.
  func count(while isAhead: (Place) -> Bool) -> Int {
    var low = front
    var high = places.count
    while low < high {
      let middle = low + (high - low) / 2
      if isAhead(places[middle]) { low = middle + 1 } else { high = middle }
    }
    return low - front
  }

  /// The place of the `count`th from the front, or the last one's where fewer wait.
  func place(behind count: Int) -> Place? {
    guard count > 0, front < places.count else { return nil }
    return places[min(front + count, places.count) - 1]
  }
}
