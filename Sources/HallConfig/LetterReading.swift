import Hall

/// The letters a hall writes, `letters` in its file. 文书
extension LetterPolicy {
  init(_ section: Section, directory: String) {
    self.init(
      templates: section["templates"].templates(in: directory), seal: section["seal"].text())
  }
}

extension Entry {
  /// The templates of `letters.templates`: a file each, no kind twice.
  fileprivate func templates(in directory: String) -> [LetterTemplate] {
    var places: [LetterKind: String] = [:]
    return list { item -> LetterTemplate? in
      let path = item.filePath(in: directory)
      guard !findings.isFaulty(item.path), let template = item.template(at: path) else {
        return nil
      }
      if let place = places[template.kind] {
        item.fault("\(template.kind.rawValue) is at \(place) already; keep one of the two")
      }
      places[template.kind] = item.path
      return template
    }.compactMap(\.self)
  }

  private func template(at path: String) -> LetterTemplate? {
    do throws(ConfigurationErrors) {
      return try .read(try TextFile.read(path), findings: Findings(file: path))
    } catch {
      fault("\(quoted(path)) has faults, which are listed too")
      findings.adopt(error)
      return nil
    }
  }
}

/// One letter's wording, as a file of `letters.templates` says it. 文书模板
extension LetterTemplate {
  /// - Throws: every fault of the text.
  static func read(
    _ yaml: String, findings: Findings
  ) throws(ConfigurationErrors) -> LetterTemplate {
    let template = try Document.read(yaml, findings: findings) { section -> LetterTemplate? in
      let edition = section["edition"].text()
      let kind = section["kind"].letterKind()
      let title = section.optional("title")?.text()
      let page = section["page"]
      let slip = section.optional("slip")
      guard let kind else { return nil }
      let template = LetterTemplate(
        kind: kind, edition: edition, title: title ?? LetterPhrases.title(kind).zh,
        page: page.blocks(of: kind), slip: slip?.blocks(of: kind))
      if !findings.isFaulty("page"), !template.unstated.isEmpty {
        let names = template.unstated.map(\.rawValue).joined(separator: ", ")
        page.fault("the page never states \(names), which a \(kind.rawValue) must")
      }
      return template
    }
    try findings.check()
    // Without faults there is a kind.
    guard let template else { throw findings.stop("the file names no kind of letter") }
    return template
  }
}

extension Entry {
  fileprivate func letterKind() -> LetterKind? {
    let text = text()
    guard !text.isEmpty else { return nil }
    if let kind = LetterKind(rawValue: text) { return kind }
    let advice = suggestion(
      for: text, among: LetterKind.allCases.map(\.rawValue), plural: "kinds of letters")
    fault("no letter is called \(quoted(text)); \(advice)")
    return nil
  }

  fileprivate func blocks(of kind: LetterKind) -> [LetterTemplate.Block] {
    list { $0.block(of: kind) }.compactMap(\.self)
  }

  /// A group of one key, which says what stands there.
  private func block(of kind: LetterKind) -> LetterTemplate.Block? {
    section { section in
      var blocks: [LetterTemplate.Block?] = []
      if let entry = section.optional("salutation") {
        blocks.append(entry.letterText(kind).map { .salutation($0) })
      }
      if let entry = section.optional("heading") {
        blocks.append(entry.letterText(kind).map { .heading($0) })
      }
      if let entry = section.optional("text") {
        blocks.append(entry.letterText(kind).map { .text($0) })
      }
      if let entry = section.optional("list") {
        blocks.append(entry.letterField(kind, isList: true).map { .list($0) })
      }
      if let entry = section.optional("facts") {
        blocks.append(.facts(entry.list { $0.letterField(kind, isList: nil) }.compactMap(\.self)))
      }
      if let entry = section.optional("signature") {
        blocks.append(entry.letterText(kind).map { .signature($0) })
      }
      if blocks.count != 1, !findings.isFaulty(path) {
        fault(
          "here stands one of salutation, heading, text, list, facts and signature; "
            + "begin each with - on a line of its own")
      }
      return blocks.first ?? nil
    }
  }

  private func letterText(_ kind: LetterKind) -> LetterText? {
    let text = text()
    guard !text.isEmpty else { return nil }
    do throws(LetterText.Fault) {
      return try LetterText(text, for: kind)
    } catch {
      fault(Self.sentence(error, kind))
      return nil
    }
  }

  private func letterField(_ kind: LetterKind, isList: Bool?) -> LetterField? {
    let text = text()
    guard !text.isEmpty else { return nil }
    do throws(LetterText.Fault) {
      let field = try LetterText.field(text, in: kind)
      if isList == true, field.shape != .list {
        fault("\(text) is one text and no list; write it as text: \"{\(text)}\"")
        return nil
      }
      return field
    } catch {
      fault(Self.sentence(error, kind))
      return nil
    }
  }

  private static func sentence(_ fault: LetterText.Fault, _ kind: LetterKind) -> String {
    let known = (kind.fields + LetterField.ofHall).map(\.rawValue)
    switch fault {
    case .unknownField(let name):
      let advice = suggestion(for: name, among: known, plural: "fields of \(kind.rawValue)")
      return "no letter has a field \(quoted(name)); \(advice)"
    case .notOfKind(let field):
      return "a \(kind.rawValue) has no \(field.rawValue); its fields are "
        + known.sorted().joined(separator: ", ")
    case .list(let field):
      return "\(field.rawValue) is a list; give it a line of its own: - list: \(field.rawValue)"
    case .strayBrace:
      return "braces stand in pairs around a field's name, like {receipt}"
    case .tooLong:
      return "the text is longer than \(LetterText.mostCharacters) characters; divide it"
    }
  }
}
