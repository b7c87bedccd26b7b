/// Users and groups by the machine's own files: a directory server may be away, and is never asked.
struct Accounts {
  private var groupNames: [UInt32: String] = [:]
  private var groupsOfUser: [String: Set<UInt32>] = [:]
  private var users: [String: (id: UInt32, group: UInt32)] = [:]
  private var groupIDs: [String: UInt32] = [:]

  init(_ files: MachineFiles) {
    for line in (files.text("/etc/passwd") ?? "").split(separator: "\n") {
      let parts = line.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count > 3, let id = UInt32(parts[2]), let group = UInt32(parts[3]) else {
        continue
      }
      users[String(parts[0])] = (id, group)
    }
    for line in (files.text("/etc/group") ?? "").split(separator: "\n") {
      let parts = line.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count > 3, let id = UInt32(parts[2]) else { continue }
      groupNames[id] = String(parts[0])
      groupIDs[String(parts[0])] = id
      for user in parts[3].split(separator: ",") {
        groupsOfUser[String(user), default: []].insert(id)
      }
    }
  }

  func name(ofGroup id: UInt32) -> String { groupNames[id] ?? "\(id)" }
  func group(_ name: String) -> UInt32? { groupIDs[name] }
  func user(_ name: String) -> UInt32? { users[name]?.id }
  func name(ofUser id: UInt32) -> String { users.first { $0.value.id == id }?.key ?? "\(id)" }

  func groups(of user: String) -> Set<UInt32> {
    (groupsOfUser[user] ?? []).union([users[user]?.group].compactMap(\.self))
  }
}

/// Who the service is on this machine: user and groups of its unit.
struct ServiceIdentity {
  let user: UInt32
  let name: String
  let groups: Set<UInt32>

  /// The unit's user with its groups; nil where no unit is installed or its user is missing.
  init?(_ files: MachineFiles, _ accounts: Accounts) {
    let places = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"]
    guard
      let unit = places.lazy.compactMap({ files.text("\($0)/hallwayd.service") }).first
    else { return nil }
    let values = Self.values(unit)
    guard let name = values["User"]?.last, let user = accounts.user(name) else { return nil }
    self.name = name
    self.user = user
    let named = ["Group", "SupplementaryGroups"].flatMap { values[$0] ?? [] }
    groups = accounts.groups(of: name).union(named.compactMap(accounts.group))
  }

  private static func values(_ unit: String) -> [String: [String]] {
    unit.split(separator: "\n").reduce(into: [:]) { values, line in
      guard let equals = line.firstIndex(of: "=") else { return }
      let words = line[line.index(after: equals)...].split(separator: " ").map(String.init)
      values[String(line[..<equals]), default: []] += words
    }
  }

  /// Whether it may read and write a file that stands like this.
  func mayUse(_ standing: MachineFiles.Standing) -> Bool {
    if standing.owner == user { return standing.mode & 0o600 == 0o600 }
    if groups.contains(standing.group) { return standing.mode & 0o060 == 0o060 }
    return standing.mode & 0o006 == 0o006
  }
}
