import DeviceKit
import Hall
import Metrics

/// What the hall counts of its queue for whoever keeps it running: how many, how long, never who.
struct QueueMeters: Sendable {
  private let duration = Metrics.Timer(label: HallMeters.commitSeconds)
  private let size = Recorder(label: HallMeters.commitSteps)
  private let refused = Counter(label: HallMeters.commitsRefused)
  private let wait = Recorder(label: HallMeters.waitMinutes)
  private let lines = Dictionary(
    uniqueKeysWithValues: JournalLine.Kind.allCases.map { kind in
      (kind, Counter(label: HallMeters.lines, dimensions: [("kind", kind.rawValue)]))
    })

  /// One commit that is on the disk.
  func note(_ steps: [LedgerStep], took: Duration) {
    duration.record(duration: took)
    size.record(steps.count)
    for step in steps {
      for line in step.lines {
        lines[line.kind]?.increment()
        guard line.kind == .called, let id = line.ticket,
          let ticket = step.tickets.first(where: { $0.id == id }), ticket.calls == 1
        else { continue }
        wait.record(Double(line.at.seconds(since: ticket.takenAt)) / 60)
      }
    }
  }

  /// One that the disk refused.
  func noteRefusal() { refused.increment() }
}

/// The names of what is measured, and one sentence for each.
public enum HallMeters {
  static let commitSeconds = "hallway_commit_seconds"
  static let commitSteps = "hallway_commit_steps"
  static let commitsRefused = "hallway_commits_refused"
  static let waitMinutes = "hallway_wait_minutes"
  static let lines = "hallway_journal_lines"
  static let waiting = "hallway_queue_waiting"
  static let windowsOpen = "hallway_windows_open"
  static let deviceState = "hallway_device_state"

  /// For the text that collectors read.
  public static let helps = [
    commitSeconds: "Time of one commit of the queue's steps, its sync included.",
    commitSteps: "Steps that one commit held.",
    commitsRefused: "Commits that the disk refused.",
    waitMinutes: "Minutes from taking a number to its first call.",
    lines: "Lines of the journal since the start, by what happened.",
    waiting: "Numbers in line, by service.",
    windowsOpen: "Windows at which somebody works.",
    deviceState: "1 for the state each device is in, 0 for the others.",
    DeviceMeters.commandSeconds:
      "Time of one command of a device, its place in the queue included.",
  ]

  static let deviceStates = ["absent", "opening", "ready", "faulted", "backingOff"]
}
