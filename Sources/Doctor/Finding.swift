/// One thing that is not as it should be, and what mends it. 诊断结论
public struct Finding: Sendable, Equatable, Codable {
  public enum Weight: String, Sendable, Codable {
    /// The hall, or one of its devices, cannot do its work.
    case fault
    /// It works, and will not for ever.
    case warning
  }

  /// A word that stays the same from version to version, such as `udev.stale`.
  public let word: String
  public let weight: Weight
  /// What it is about: a device's name, a path, a program.
  public let subject: String
  /// One sentence for a technician.
  public let what: String
  /// What comes of it.
  public let why: String
  /// What was seen, line by line; never a citizen's data.
  public let evidence: [String]
  /// Commands, or one sentence where only a hand can mend it.
  public let mend: [String]

  public init(
    _ word: String, _ weight: Weight = .fault, about subject: String, _ what: String,
    why: String, evidence: [String] = [], mend: [String]
  ) {
    self.word = word
    self.weight = weight
    self.subject = subject
    self.what = what
    self.why = why
    self.evidence = evidence
    self.mend = mend
  }
}

/// What one check came to.
public struct Examination: Sendable, Equatable, Codable {
  /// The check's name, such as `disk`.
  public let check: String
  public let findings: [Finding]
  /// Why it could not look, or not everywhere; nil where it could.
  public let unseen: String?

  public init(_ check: String, _ findings: [Finding] = [], unseen: String? = nil) {
    self.check = check
    self.findings = findings
    self.unseen = unseen
  }
}

/// The doctor's whole word on one machine.
public struct DoctorReport: Sendable, Equatable, Codable {
  public let examinations: [Examination]

  public init(_ examinations: [Examination]) { self.examinations = examinations }

  public var findings: [Finding] { examinations.flatMap(\.findings) }

  /// 0 well, 1 with warnings only, 2 with a fault.
  public var exitCode: Int32 {
    if findings.contains(where: { $0.weight == .fault }) { return 2 }
    return findings.isEmpty ? 0 : 1
  }

  /// For people: faults first, then what could not be looked at.
  public var words: String {
    let sorted = findings.filter { $0.weight == .fault } + findings.filter { $0.weight != .fault }
    var lines = sorted.flatMap(\.lines)
    let unseen = examinations.compactMap { one in one.unseen.map { "not seen: \(one.check): \($0)" }
    }
    if sorted.isEmpty { lines.append("no fault found in \(examinations.count) checks") }
    if !unseen.isEmpty { lines += [""] + unseen }
    return lines.joined(separator: "\n")
  }
}

extension Finding {
  fileprivate var lines: [String] {
    ["\(weight == .fault ? "FAULT  " : "warning") \(word)  \(subject): \(what)", "        \(why)"]
      + evidence.map { "        seen: \($0)" } + mend.map { "        mend: \($0)" }
  }
}
