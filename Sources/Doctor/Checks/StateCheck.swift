import Glibc

/// The state directory and the keys in it: whose they are, who else could read them, how old.
public struct StateCheck: Sendable {
  let files: MachineFiles
  let state: String
  let keys: [String]
  let keyBytes: Int
  /// Seconds since 1970.
  let now: Int64

  /// - Parameters:
  ///   - files: the machine's.
  ///   - state: the state directory.
  ///   - keys: the names of the keys in it; where one is missing, a credential stands for it.
  ///   - keyBytes: how many each has.
  ///   - now: seconds since 1970.
  public init(
    _ files: MachineFiles, state: String, keys: [String], keyBytes: Int, now: Int64
  ) {
    self.files = files
    self.state = state
    self.keys = keys
    self.keyBytes = keyBytes
    self.now = now
  }

  /// Three years; no rule gives a number, and a key that outlives the machine is forgotten.
  private static let oldKeySeconds: Int64 = 3 * 365 * 86_400

  public func examine() -> Examination {
    guard let folder = files.standing(state) else {
      return Examination(
        "state",
        [
          Finding(
            "state.missing", about: state, "there is no state directory",
            why: "A hall that has been opened has one.",
            mend: ["systemctl start hallwayd   # which makes it, or name another with --state"])
        ])
    }
    var findings = open(state, folder, mend: "chmod 700 \(state)")
    guard !files.names(in: state).isEmpty else {
      return Examination("state", findings, unseen: "\(state) may not be read by this user")
    }
    for key in keys {
      let path = "\(state)/\(key)"
      guard let standing = files.standing(path) else { continue }
      findings += open(path, standing, mend: "chmod 600 \(path)") + faults(of: path, standing)
      if standing.owner != folder.owner {
        findings.append(
          Finding(
            "key.owner", about: path, "the key belongs to another user than the directory",
            why: "The service cannot read it and does not start.",
            evidence: ["user \(standing.owner), the directory's is \(folder.owner)"],
            mend: ["chown --reference=\(state) \(path)"]))
      }
    }
    return Examination("state", findings)
  }

  private func open(_ path: String, _ standing: MachineFiles.Standing, mend: String) -> [Finding] {
    guard standing.mode & 0o077 != 0 else { return [] }
    return [
      Finding(
        "state.open", about: path, "others than the service may read it",
        why:
          "Keys turn stored marks of persons back into guesses; a key that others can read is not used.",
        evidence: ["mode \(standing.octal)"], mend: [mend])
    ]
  }

  private func faults(of path: String, _ standing: MachineFiles.Standing) -> [Finding] {
    var findings: [Finding] = []
    if standing.size != Int64(keyBytes) {
      findings.append(
        Finding(
          "key.broken", about: path, "this is no key",
          why:
            "The service does not start with it, and makes no new one: nobody would be found again.",
          evidence: ["\(standing.size) bytes instead of \(keyBytes)"],
          mend: ["Put the copy of the key back that is kept apart."]))
    }
    if now - standing.modified > Self.oldKeySeconds {
      findings.append(
        Finding(
          "key.old", .warning, about: path, "the key is older than three years",
          why: "Who has had a copy of it since can still use it.",
          evidence: ["made \((now - standing.modified) / 86_400) days ago"],
          mend: ["Plan its change; see SECURITY.md."]))
    }
    return findings
  }
}
