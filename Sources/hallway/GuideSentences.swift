import Hall
import HallAPI
import Varlink

/// Guides, and why one was not printed, in sentences.
enum GuideSentences {
  static func sentence(_ error: VarlinkRemoteError) -> String? {
    if let missing = error.decode(GuidesInterface.NoSuchGuide.self) {
      return "there is no guide \"\(missing.id)\"; `hallway guide search` lists them"
    }
    if let incomplete = error.decode(GuidesInterface.IncompleteGuide.self) {
      let parts = incomplete.parts.map(\.rawValue).joined(separator: ", ")
      return "the guide does not say its \(parts), so nothing is printed (clause 5.2.3.1)"
    }
    if let printer = error.decode(GuidesInterface.PrinterUnavailable.self) {
      return "the ticket printer does not print (\(printer.reason)); see `hallway devices`"
    }
    return nil
  }

  /// All of a guide, a line a fact.
  static func text(_ reply: GuidesInterface.Get.Reply) -> String {
    let guide = reply.guide
    var lines = [
      "\(guide.name.zh) (\(guide.id))", guide.name.en,
      "edition \(guide.edition), published \(guide.date)",
    ]
    for notice in reply.notices {
      lines.append(
        "! \(GuidePhrases.text(notice.kind).zh): \(notice.title.zh) (\(notice.effective))")
    }
    func add(_ title: Bilingual, _ texts: [Bilingual]) {
      guard !texts.isEmpty else { return }
      lines.append("\(title.zh):")
      lines += texts.map { "  \($0.zh)" }
    }
    add(
      GuidePhrases.department,
      [guide.department.name, Bilingual(zh: guide.department.phone, en: guide.department.phone)])
    add(GuidePhrases.basis, guide.basis)
    add(GuidePhrases.title(.conditions), guide.conditions)
    add(GuidePhrases.quantity, [guide.quantity ?? GuidePhrases.unlimited])
    add(GuidePhrases.title(.fees), GuidePhrases.lines(guide.knownFee))
    add(GuidePhrases.responsible, [guide.responsible])
    add(GuidePhrases.title(.procedure), guide.steps)
    add(
      GuidePhrases.title(.limits),
      GuidePhrases.lines(
        GuideLimit(legalDays: guide.legalDays, promisedDays: guide.promisedDays)))
    add(
      GuidePhrases.title(.materials),
      guide.papers.materials.map { GuidePhrases.line($0, questions: guide.papers.questions) })
    add(GuidePhrases.result, [guide.result])
    add(
      GuidePhrases.channels,
      guide.channels.map {
        let kind = GuidePhrases.text($0.kind)
        return Bilingual(zh: "\(kind.zh)：\($0.text.zh)", en: "\(kind.en): \($0.text.en)")
      })
    return lines.joined(separator: "\n")
  }
}

extension CounterInterface.Papers {
  /// What the citizen ticked before queueing, in a line.
  var sentence: String {
    func names(_ names: [Bilingual]) -> String { names.map(\.zh).joined(separator: "、") }
    let missing = missing.isEmpty ? "" : "; missing: \(names(missing))"
    return "papers \(verdict.rawValue) by the citizen's ticks (\(guide.zh)): "
      + "\(present.isEmpty ? "none" : names(present))\(missing)"
  }
}
