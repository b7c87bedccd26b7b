public import DeviceKit

/// What is plugged in and known to a driver: may the service open it, is it kept awake, does a
/// program of others hold it?
public struct HardwareCheck: Sendable {
  let files: MachineFiles
  let nodes: [HardwareNode]
  let drivers: [DriverDescriptor]

  public init(_ files: MachineFiles, nodes: [HardwareNode], drivers: [DriverDescriptor]) {
    self.files = files
    self.nodes = nodes
    self.drivers = drivers
  }

  /// A driver's device and its node.
  private struct Known {
    let node: HardwareNode
    let product: String
  }

  private var known: [Known] {
    nodes.compactMap { node in
      for driver in drivers {
        if let (match, _) = driver.recognises(node) {
          return Known(node: node, product: match.product)
        }
      }
      return nil
    }
  }

  public func examine() -> Examination {
    let known = known
    let accounts = Accounts(files)
    let service = ServiceIdentity(files, accounts)
    let refused = known.compactMap { one in
      service.flatMap { refusal(of: one, to: $0, accounts) }
    }
    let holders = Holders(files)
    let held = known.compactMap { one in
      holders.strangers(at: one.node.path).map { holding(one, $0) }
    }
    let meddlers = Meddler.running(proc: files.path("/proc")).filter(\.isHarmful).map { meddler in
      Finding(
        "device.meddler", about: meddler.process, meddler.description,
        why: "Readers and pads behind such bridges are taken from the hall.", mend: [meddler.mend])
    }
    return Examination(
      "hardware", refused + known.compactMap(sleepy) + held + meddlers,
      unseen: holders.isBlind ? "who holds a device is seen by root alone" : nil)
  }

  private func refusal(
    of one: Known, to service: ServiceIdentity, _ accounts: Accounts
  ) -> Finding? {
    guard let standing = files.standing(one.node.path), !service.mayUse(standing) else {
      return nil
    }
    return Finding(
      "device.permission", about: one.node.path,
      "\(one.product) may not be opened by the service",
      why: "The driver says permissionDenied until the node belongs to a group of the service.",
      evidence: [
        "mode \(standing.octal), user \(accounts.name(ofUser: standing.owner)), group "
          + accounts.name(ofGroup: standing.group),
        "the service is \(service.name) in "
          + service.groups.map(accounts.name(ofGroup:)).sorted().joined(separator: ", "),
      ],
      mend: [
        "install -m 644 60-hallway.rules /usr/lib/udev/rules.d/ && udevadm control --reload",
        "udevadm trigger",
      ])
  }

  private func sleepy(_ one: Known) -> Finding? {
    guard one.node.subsystem == .usb,
      let control = files.line("\(one.node.sysPath)/power/control"), control != "on"
    else { return nil }
    return Finding(
      "device.autosuspend", .warning, about: one.node.port ?? one.node.path,
      "\(one.product) may be put to sleep by the kernel",
      why: "Some readers do not wake again and have to be pulled (trap 18).",
      evidence: ["\(one.node.sysPath)/power/control is \(control)"],
      mend: ["udevadm trigger --subsystem-match=usb   # with Hallway's rules installed"])
  }

  private func holding(_ one: Known, _ holders: [Holders.Process]) -> Finding {
    Finding(
      "device.held", about: one.node.path, "\(one.product) is held by another program",
      why: "Two who talk to one device get each other's answers.",
      evidence: holders.map { "process \($0.id), \($0.name)" },
      mend: holders.map { "kill \($0.id)   # or stop its unit: systemctl status \($0.id)" })
  }
}

/// Which processes have device nodes open, by /proc.
struct Holders {
  struct Process: Equatable {
    let id: Int
    let name: String
  }

  /// Some processes could not be looked into.
  let isBlind: Bool
  private let byPath: [String: [Process]]

  /// Programs of ours: they may.
  private static let ours: Set<String> = [
    "hallwayd", "hallway-devices", "hallway-device", "hallway-doctor", "hallway-simula",
  ]

  init(_ files: MachineFiles) {
    var found: [String: [Process]] = [:]
    var isBlind = false
    for entry in files.names(in: "/proc") {
      guard let id = Int(entry), let name = files.line("/proc/\(entry)/comm") else { continue }
      let folder = "/proc/\(entry)/fd"
      let handles = files.names(in: folder)
      if handles.isEmpty, files.link("/proc/\(entry)/exe") == nil,
        files.text("/proc/\(entry)/cmdline")?.isEmpty == false
      {
        isBlind = true
      }
      let paths = Set(handles.compactMap { files.link("\(folder)/\($0)") })
      for path in paths where path.hasPrefix("/dev/") {
        found[path, default: []].append(Process(id: id, name: name))
      }
    }
    byPath = found
    self.isBlind = isBlind
  }

  /// Who is not ours and has the node open; nil where nobody is.
  func strangers(at path: String) -> [Process]? {
    let strangers = (byPath[path] ?? []).filter { !Self.ours.contains($0.name) }
    return strangers.isEmpty ? nil : strangers
  }
}
