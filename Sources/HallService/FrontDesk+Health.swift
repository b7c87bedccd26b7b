import Hall
import HallAPI
import Metrics

extension FrontDesk {
  /// Whether the hall does its work, in one look.
  func health() async -> HallInterface.Health.Reply {
    let (waiting, windows) = await now()
    let ailing = await devices.list().devices.filter { $0.state != "ready" }
    return .init(
      ledger: await !hall.queue.isStale, open: hall.hours.isOpen(at: WallClock(hall.wallTime())),
      waiting: waiting.values.reduce(0, +), windows: windows,
      ailing: ailing.map { .init(id: $0.id, fault: $0.fault) })
  }

  /// The same in a line, for `systemctl status`.
  public func healthLine() async -> String {
    let health = await health()
    let ailing = health.ailing.map { "\($0.id) \($0.fault ?? "absent")" }
    return "\(health.waiting) waiting, \(health.windows) windows open"
      + (health.ledger ? "" : ", the ledger cannot be written")
      + (ailing.isEmpty ? "" : "; not well: \(ailing.joined(separator: ", "))")
  }

  /// Sets what is so now in the metrics: lines, windows and devices. Called before they are read.
  public func measure() async {
    let (waiting, windows) = await now()
    for service in hall.catalogue.services {
      Meter(label: HallMeters.waiting, dimensions: [("service", service.id)])
        .set(waiting[service.id] ?? 0)
    }
    Meter(label: HallMeters.windowsOpen).set(windows)
    for device in await devices.list().devices {
      for state in HallMeters.deviceStates {
        let labels = [("device", device.id), ("kind", device.kind), ("state", state)]
        Meter(label: HallMeters.deviceState, dimensions: labels).set(device.state == state ? 1 : 0)
      }
    }
  }

  /// Numbers in line by service, and windows at which somebody works.
  private func now() async -> (waiting: [String: Int], windows: Int) {
    await hall.queue.look { engine in
      let waiting = engine.tickets.values.reduce(into: [String: Int]()) { counts, ticket in
        if ticket.state.isInLine { counts[ticket.service, default: 0] += 1 }
      }
      return (waiting, engine.windows.values.count(where: \.isOpen))
    }
  }
}
