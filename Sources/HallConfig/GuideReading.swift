import Hall

/// Reads one guide or notice of a book.
struct GuideReader {
  let departments: Known<GuideBook.Department>
  let themes: Known<GuideBook.Theme>
  let services: [String]?
  let findings: Findings

  /// nil where department, theme or day are missing, which is noted by then.
  func guide(_ section: Section) -> Guide? {
    let id = section["id"].identifier()
    let service = section.optional("service").map(service)
    let name = section["name"].bilingual()
    let aliases = section.optional("aliases")?.list { $0.text() } ?? []
    let department = departments.named(by: section["department"])
    let theme = themes.named(by: section["theme"])
    let scopes =
      section.optional("scopes")?.list { $0.word(GuideScope.allCases, or: .hall) } ?? [.hall]
    let channels = section["channels"].list { $0.section(Guide.Channel.init) }
    let fee = section["fee"].fee()
    let responsible = section["responsible"].bilingual()
    let limit = section["limit"].section(GuideLimit.init)
    let questions = section.optional("questions").map(questions) ?? []
    let materials = Known(section["materials"], "material", \Guide.Material.id, findings) {
      material($0, questions)
    }
    let frequent = section.optional("frequentQuestions").map {
      Known($0, "question", \Guide.FrequentQuestion.id, findings) {
        Guide.FrequentQuestion(
          id: $0["id"].identifier(), question: $0["question"].bilingual(),
          answer: $0["answer"].bilingual())
      }
    }
    let basis = section["basis"].lines()
    let conditions = section["conditions"].lines()
    let quantity = section.optional("quantity")?.bilingual()
    let steps = section["steps"].lines()
    let result = section["result"].bilingual()
    let edition = section["edition"].text()
    let date = section["date"].day()
    guard let department, let theme, let date else { return nil }
    return Guide(
      id: id, service: service, name: name, aliases: aliases, department: department,
      theme: theme, scopes: Set(scopes), channels: channels, basis: basis,
      conditions: conditions, quantity: quantity, fee: fee, responsible: responsible,
      steps: steps, limit: limit, questions: questions, materials: materials.values,
      result: result, frequentQuestions: frequent?.values ?? [], edition: edition, date: date)
  }

  private func service(_ entry: Entry) -> String {
    let id = entry.identifier()
    if let services, !id.isEmpty, !services.contains(id) {
      let advice = suggestion(for: id, among: services, plural: "services")
      entry.fault("no service is called \"\(id)\"; \(advice)")
    }
    return id
  }

  // MARK: Questions and papers

  /// A question is asked after the answers it names, so those stand before it.
  private func questions(_ entry: Entry) -> [Guide.Question] {
    var known: [Guide.Question] = []
    _ = Known(entry, "question", \Guide.Question.id, findings) { section -> Guide.Question in
      let question = question(section, after: known)
      known.append(question)
      return question
    }
    return known
  }

  private func question(
    _ section: Section, after earlier: [Guide.Question]
  ) -> Guide.Question {
    let id = section["id"].identifier()
    let entry = section["choices"]
    let choices = Known(entry, "choice", \Guide.Question.Choice.id, findings) {
      Guide.Question.Choice(id: $0["id"].identifier(), text: $0["text"].bilingual())
    }
    if !(2...8).contains(choices.values.count), !findings.isFaulty(entry.path) {
      entry.fault("a question has 2 to 8 choices, for the keys 1 to 8")
    }
    return Guide.Question(
      id: id, text: section["text"].bilingual(), choices: choices.values,
      when: section.optional("when")?.needs(of: earlier) ?? [])
  }

  private func material(_ section: Section, _ questions: [Guide.Question]) -> Guide.Material {
    Guide.Material(
      id: section["id"].identifier(), name: section["name"].bilingual(),
      form: section["form"].word(MaterialForm.allCases, or: .original),
      copies: section.optional("copies")?.integer(1...20) ?? 1,
      isMain: section.optional("main")?.flag() ?? true,
      source: section.optional("source")?.bilingual(),
      model: section.optional("model")?.bilingual(),
      when: section.optional("when")?.needs(of: questions) ?? [])
  }

  // MARK: Notices

  /// nil where a day is missing, which is noted by then.
  func notice(_ section: Section, _ guides: Known<Guide>) -> GuideNotice? {
    let id = section["id"].identifier()
    let kind = section["kind"].word(GuideNotice.Kind.allCases, or: .change)
    let title = section["title"].bilingual()
    let text = section["text"].bilingual()
    let items = section["items"].list { entry in
      // What left the hall is in no guide any more.
      kind == .withdrawal ? entry.identifier() : guides.named(by: entry)?.id ?? ""
    }
    let from = section["from"].day()
    let untilEntry = section.optional("until")
    let until = untilEntry?.day()
    let effective = section["effective"].day()
    guard let from, let effective else { return nil }
    if let until, until < from { untilEntry?.fault("the last day is before the first") }
    return GuideNotice(
      id: id, kind: kind, title: title, text: text, items: items, from: from, until: until,
      effective: effective)
  }
}

extension Guide.Channel {
  fileprivate init(_ section: Section) {
    self.init(
      kind: section["kind"].word(GuideChannel.allCases, or: .window),
      text: section["text"].bilingual())
  }
}

extension GuideLimit {
  fileprivate init(_ section: Section) {
    let legal = section.optional("legalDays")?.integer(0...400)
    let entry = section["promisedDays"]
    let promised = entry.integer(0...400)
    if let legal, promised > legal {
      entry.fault("more days are promised than the law gives (\(legal)); promise that many at most")
    }
    self.init(legalDays: legal, promisedDays: promised)
  }
}

extension Entry {
  /// `none`, or what is charged and by what right.
  fileprivate func fee() -> GuideFee {
    guard isGroup else {
      if let word = scalar("none or what is charged"), word != "none" {
        fault("\(quoted(word)) is no fee; write none, or {standard: {zh, en}, basis: {zh, en}}")
      }
      return .none
    }
    return section {
      .charged(standard: $0["standard"].bilingual(), basis: $0["basis"].bilingual())
    }
  }

  /// One text or more, each in both languages.
  fileprivate func lines() -> [Bilingual] {
    let lines = list { $0.bilingual() }
    if lines.isEmpty, node != nil, !findings.isFaulty(path) {
      fault("the list is empty; a guide says it (clause 6.1.3)")
    }
    return lines
  }

  /// `{question: [choice, choice]}` of questions that stand before.
  fileprivate func needs(of questions: [Guide.Question]) -> [Guide.Need] {
    (pairs("questions and their answers") ?? []).compactMap { name, entry in
      guard let question = questions.first(where: { $0.id == name }) else {
        let advice = suggestion(for: name, among: questions.map(\.id), plural: "questions before")
        entry.fault("no question before is called \(quoted(name)); \(advice)")
        return nil
      }
      let known = question.choices.map(\.id)
      let choices = entry.list { choice in
        let id = choice.identifier()
        if !id.isEmpty, !known.contains(id) {
          let advice = suggestion(for: id, among: known, plural: "choices")
          choice.fault("\"\(id)\" is no answer to \"\(name)\"; \(advice)")
        }
        return id
      }
      if choices.isEmpty, !findings.isFaulty(entry.path) {
        entry.fault("no answer is named; name one or remove the key")
      }
      return Guide.Need(question: name, choices: choices)
    }
  }
}
