/// Which windows of a catalogue call from the same lines: what every forecast needs to know, found
/// out once.
struct WaitLayout: Sendable, Equatable {
  /// The services some windows serve, all of them or of priority tickets only.
  struct Pool: Sendable, Hashable {
    /// Indices of ``services``.
    let services: [Int]
    let callsPriorityOnly: Bool
  }

  /// Index of each service of the catalogue.
  let services: [String: Int]
  let pools: [Pool]
  /// The pool of each window, in the order of the catalogue.
  let poolOfWindow: [Int]

  init(services: [Catalogue.Service], windows: [Catalogue.Window]) {
    let numbers = Dictionary(services.enumerated().map { ($1.id, $0) }) { first, _ in first }
    self.services = numbers
    var pools: [Pool] = []
    var known: [Pool: Int] = [:]
    poolOfWindow = windows.map { window in
      let pool = Pool(
        services: window.services.compactMap { numbers[$0] },
        callsPriorityOnly: window.callsPriorityOnly)
      if let index = known[pool] { return index }
      known[pool] = pools.count
      pools.append(pool)
      return pools.count - 1
    }
    self.pools = pools
  }
}
