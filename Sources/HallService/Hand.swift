import Hall

/// Whose hand a verb of a window comes by.
enum Hand: Sendable {
  /// A program at the socket, by its user such as `uid 1000`.
  case peer(String)
  /// The keypad that stands at the window. 叫号器
  case keypad(String)
  /// A peer who proved a moment ago who they are, in the journal's words.
  case signedIn(String)
  /// A peer who only closes the window.
  case closer(String)

  /// What the journal shows where nobody proved to be a clerk.
  var words: String {
    switch self {
    case .peer(let who), .signedIn(let who), .closer(let who): who
    case .keypad(let name): "keypad \(name)"
    }
  }
}

extension QueueEngine {
  /// Who works at a window, for the journal.
  ///
  /// Where the hall has a file of clerks a window obeys the peer by whom its clerk came, and the
  /// keypad that stands on it; whoever else comes has to come to work first.
  func worker(at id: String, by hand: Hand, _ edition: Rulebook.Edition) throws(QueueRefusal)
    -> String
  {
    guard let roster = edition.clerks, let window = windows[id],
      let place = edition.queue.catalogue.window(id)
    else { return hand.words }
    let clerk = window.isOpen ? window.clerk.flatMap(roster.clerk) : nil
    let mayServe = clerk?.mayServe(place, of: edition.queue.catalogue) ?? false
    switch hand {
    case .signedIn: return hand.words
    case .closer(let peer):
      return clerk.map { window.user == peer ? Clerk.author($0.id) : peer } ?? peer
    case .peer(let peer):
      guard let clerk, mayServe, window.user == peer else { throw .clerkNeeded(window: id) }
      return Clerk.author(clerk.id)
    case .keypad:
      guard let clerk, mayServe, window.user != nil else { throw .clerkNeeded(window: id) }
      return Clerk.author(clerk.id)
    }
  }

  /// Who a peer is in what concerns no window: the one clerk who came to work by it.
  func worker(ofPeer peer: String, _ edition: Rulebook.Edition) -> String {
    guard let roster = edition.clerks else { return peer }
    let clerks = Set(
      windows.values.filter { $0.isOpen && $0.user == peer }.compactMap(\.clerk)
        .filter { roster.clerk($0) != nil })
    guard clerks.count == 1, let clerk = clerks.first else { return peer }
    return Clerk.author(clerk)
  }
}
