/// Which lines each window calls from: a matter of the catalogue alone, reckoned once with it.
struct LaneIndex: Sendable, Equatable {
  private let ofWindow: [String: [Lane.ID]]
  private let ofLine: [Lane.ID: [Lane.ID]]

  init(_ windows: [Catalogue.Window]) {
    var ofWindow: [String: [Lane.ID]] = [:]
    var ofLine: [Lane.ID: [Lane.ID]] = [:]
    for window in windows {
      let lanes = Self.lanes(of: window)
      ofWindow[window.id] = lanes
      for lane in lanes {
        let known = Set(ofLine[lane] ?? [])
        ofLine[lane, default: []] += lanes.filter { !known.contains($0) }
      }
    }
    self.ofWindow = ofWindow
    self.ofLine = ofLine
  }

  /// The lines a window calls from: its services', and its own of those sent to it.
  func lanes(of window: Catalogue.Window) -> [Lane.ID] {
    ofWindow[window.id] ?? Self.lanes(of: window)
  }

  /// The lines whose people may be called where somebody of this line would be, this one among
  /// them; none where no window calls from it.
  func lanes(beside line: Lane.ID) -> [Lane.ID] { ofLine[line] ?? [] }

  private static func lanes(of window: Catalogue.Window) -> [Lane.ID] {
    let queues = [Lane.Queue.window(window.id)] + window.services.map { Lane.Queue.service($0) }
    return queues.flatMap { queue in
      // Who was sent to a 绿色通道 window is called there by whatever right.
      let standings: [Standing] =
        window.callsPriorityOnly && queue != .window(window.id) ? [.priority] : Standing.allCases
      return standings.map { Lane.ID(queue: queue, standing: $0) }
    }
  }
}
