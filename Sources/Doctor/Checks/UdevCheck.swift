/// Whether the machine has the rules that this program would write.
public struct UdevCheck: Sendable {
  static let places = [
    "/etc/udev/rules.d/60-hallway.rules", "/run/udev/rules.d/60-hallway.rules",
    "/usr/lib/udev/rules.d/60-hallway.rules",
    "/lib/udev/rules.d/60-hallway.rules",
  ]

  let files: MachineFiles
  let wanted: String

  /// - Parameters:
  ///   - files: the machine's.
  ///   - wanted: the rules of this program's drivers.
  public init(_ files: MachineFiles, wanted: String) {
    self.files = files
    self.wanted = wanted
  }

  public func examine() -> Examination {
    // As udev reads them: a file in /etc hides the one of the same name in /usr/lib.
    guard let place = Self.places.first(where: { files.standing($0) != nil }) else {
      return Examination(
        "udev",
        [
          Finding(
            "udev.missing", about: "60-hallway.rules", "the udev rules are not installed",
            why: "No reader, pad or scanner can be opened by the service.",
            evidence: Self.places.map { "\($0): not there" },
            mend: [
              "install -m 644 60-hallway.rules /usr/lib/udev/rules.d/",
              "udevadm control --reload && udevadm trigger",
            ])
        ])
    }
    guard let present = files.text(place) else {
      return Examination("udev", unseen: "\(place) cannot be read")
    }
    guard rules(present) != rules(wanted) else { return Examination("udev") }
    let (old, new) = (Set(rules(present)), Set(rules(wanted)))
    return Examination(
      "udev",
      [
        Finding(
          "udev.stale", about: place, "the udev rules are not those of this version",
          why: "A device that a rule is missing for cannot be opened, or falls asleep.",
          evidence: [
            "\(new.subtracting(old).count) rules of this version are missing, "
              + "\(old.subtracting(new).count) are not of this version"
          ] + new.subtracting(old).sorted().prefix(3).map { "missing: \($0)" },
          mend: [
            "install -m 644 60-hallway.rules \(place)",
            "udevadm control --reload && udevadm trigger",
          ])
      ])
  }

  private func rules(_ text: String) -> [String] {
    text.split(separator: "\n").map { String($0.trimmed) }.filter {
      !$0.isEmpty && !$0.hasPrefix("#")
    }
  }
}
