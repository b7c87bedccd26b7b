public import DeviceKit
public import Hall

extension HallConfiguration {
  /// Reads a hall's file.
  ///
  /// - Parameters:
  ///   - path: the YAML file; `cases` and `hours.calendar` in it are relative to its directory.
  ///   - drivers: what devices may name as their driver.
  ///   - state: the directory that a serial path without leading `/` is below.
  ///   - addresses: addresses by device id that replace those of the file.
  ///   - today: a day whose year the calendar has to know; nil asks for no year, so that a hall
  ///     whose calendar ran out still starts and looks up cases, its doors closed.
  /// - Returns: a hall without a fault.
  /// - Throws: every fault of the file and of the calendars it names.
  public static func load(
    path: String, drivers: [DriverDescriptor], state: String, addresses: [String: String] = [:],
    today: LocalDay? = nil
  ) throws(ConfigurationErrors) -> HallConfiguration {
    let text = try TextFile.read(path)
    return try read(
      text, file: path, drivers: drivers, state: state, addresses: addresses, today: today)
  }

  /// Reads a hall from YAML text; `file` names it in faults, and calendars are beside it.
  ///
  /// - Throws: every fault of the text and of the calendars it names.
  public static func read(
    _ yaml: String, file: String, drivers: [DriverDescriptor], state: String,
    addresses: [String: String] = [:], today: LocalDay? = nil
  ) throws(ConfigurationErrors) -> HallConfiguration {
    let workshop = Workshop(drivers: drivers, state: state, addresses: addresses, today: today)
    return try read(yaml, findings: Findings(file: file), workshop: workshop)
  }

  static func read(
    _ yaml: String, findings: Findings, workshop: Workshop
  ) throws(ConfigurationErrors) -> HallConfiguration {
    let directory = directory(of: findings.file)
    let configuration = try Document.read(yaml, findings: findings) { section in
      HallConfiguration(section, directory: directory, workshop: workshop)
    }
    configuration.validate(findings, workshop: workshop)
    try findings.check()
    return configuration
  }

  private init(_ section: Section, directory: String, workshop: Workshop) {
    hall = section["hall"].section(HallIdentity.init)
    fields = section["fields"].list { $0.section(Catalogue.Field.init) }
    services = section["services"].list { $0.section(Catalogue.Service.init) }
    zones = section["zones"].list { $0.section(Zone.init) }
    windows = section["windows"].list { $0.section(Window.init) }
    queue = section.optional("queue")?.section(QueueConfiguration.init) ?? .usual
    notices = section.optional("notices")?.section(NoticeConfiguration.init) ?? .none
    openingHours = section["hours"].section { OpeningHours($0, directory: directory) }
    quota = section.optional("quota")?.section(WalkInPolicy.init) ?? .off
    devices =
      section.optional("devices")?.list { item in
        item.section { ConfiguredDevice($0, workshop: workshop) }
      } ?? []
    kiosks = section.optional("kiosks")?.list { $0.section(Kiosk.init) } ?? []
    ratings = section["ratings"].section { RatingPolicy($0, directory: directory) }
    guides =
      section.optional("guides")?.guideBook(in: directory, services: services.map(\.id)) ?? .empty
    visits = section.optional("visits")?.section(VisitPolicy.init)
    letters =
      section.optional("letters")?.section { LetterPolicy($0, directory: directory) } ?? .none
    access = section["access"].section(Access.init)
    clerks = section.optional("clerks").map { $0.filePath(in: directory) }
    cases = section.optional("cases").map { $0.filePath(in: directory) }
    caseSources = section.optional("caseSources")?.caseSources() ?? []
  }

  /// `Demo/` of `Demo/hallway.yaml`, empty of `hallway.yaml`.
  private static func directory(of file: String) -> String {
    file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
  }
}

extension Entry {
  /// Another file; a path without leading `/` is relative to `directory`.
  func filePath(in directory: String) -> String {
    let path = text()
    return path.hasPrefix("/") ? path : directory + path
  }

  /// A text in both languages of the hall.
  func bilingual() -> Bilingual {
    section { Bilingual(zh: $0["zh"].text(), en: $0["en"].text()) }
  }
}

extension HallIdentity {
  init(_ section: Section) {
    id = section["id"].identifier()
    name = section["name"].bilingual()
    address = section["address"].bilingual()
    phone = section["phone"].text()
    sample = section["sample"].flag()
    retentionDays = section["retentionDays"].integer(1...3650)
    caseRetentionDays =
      section.optional("caseRetentionDays")?.integer(1...3650) ?? Self.usualCaseRetentionDays
  }
}

extension Catalogue.Field {
  fileprivate init(_ section: Section) {
    self.init(id: section["id"].identifier(), name: section["name"].bilingual())
  }
}

extension Zone {
  init(_ section: Section) {
    id = section["id"].identifier()
    name = section["name"].bilingual()
  }
}

extension Catalogue.Service {
  fileprivate init(_ section: Section) {
    self.init(
      id: section["id"].identifier(), field: section["field"].identifier(),
      name: section["name"].bilingual(), letter: section["letter"].letter(),
      card: section["card"].word([CardRule.required, .optional, .none], or: .none),
      validity: section.validity())
  }
}

extension Section {
  /// The days on which a service is offered. 有效期
  fileprivate func validity() -> Catalogue.Validity {
    let from = optional("from")?.day()
    let until = optional("until")?.day()
    if let from, let until, until < from {
      fault("the service ends before it begins; put the later day here", at: "until")
    }
    return Catalogue.Validity(from: from, until: until)
  }
}

extension Entry {
  fileprivate func letter() -> String {
    guard let text = scalar("a letter") else { return "" }
    guard text.utf8.count == 1, let byte = text.utf8.first,
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    else {
      fault("\(quoted(text)) is not one capital letter A to Z, which ticket numbers begin with")
      return ""
    }
    return text
  }
}

extension Window {
  init(_ section: Section) {
    id = section["id"].identifier()
    name = section["name"].bilingual()
    kind = section["kind"].word(WindowKind.allCases, or: .comprehensive)
    zone = section["zone"].identifier()
    serves = section["serves"].section(Serving.init)
  }
}

extension Serving {
  init(_ section: Section) {
    fields = section.optional("fields")?.list { $0.identifier() } ?? []
    services = section.optional("services")?.list { $0.identifier() } ?? []
    everything = section.optional("everything")?.flag() ?? false
  }
}

extension Kiosk {
  init(_ section: Section) {
    id = section["id"].identifier()
    reader = section.optional("reader").map { DeviceID($0.identifier()) }
    printer = section.optional("printer").map { DeviceID($0.identifier()) }
  }
}

extension VisitPolicy {
  init(_ section: Section) {
    self.init(
      times: section["times"].integer(2...50), withinDays: section["withinDays"].integer(1...3650),
      service: section["service"].identifier())
  }
}

extension Access {
  init(_ section: Section) {
    var users: [Role: Set<String>] = [:]
    for role in Role.allCases where role != .pad {
      users[role] = section.optional(role.rawValue).map { Set($0.list { $0.userName() }) }
    }
    let pads = section.optional(Role.pad.rawValue)?.list { $0.padUser() }
    users[.pad] = pads.map { Set($0.map(\.user)) }
    self.users = users
    let windows = pads?.compactMap { pad in pad.windows.map { (pad.user, $0) } } ?? []
    padWindows = Dictionary(windows, uniquingKeysWith: +)
  }
}

extension Entry {
  /// A user, or a user and the windows where its pads stand.
  fileprivate func padUser() -> (user: String, windows: [String]?) {
    guard isGroup else { return (userName(), nil) }
    return section { section in
      (
        section["user"].userName(),
        section["windows"].list { entry in
          guard let word = entry.scalar("a window") else { return "" }
          return word == Access.everybody ? word : entry.identifier()
        }
      )
    }
  }
}

extension Entry {
  /// A Unix user name as useradd(8) accepts it, or `*`.
  func userName(allowsEverybody: Bool = true) -> String {
    guard let text = scalar("a user name") else { return "" }
    if allowsEverybody, text == Access.everybody { return text }
    let bytes = Array(text.utf8)
    let isLetter = { (byte: UInt8) in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
    }
    let isOther = { (byte: UInt8) in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
    guard let first = bytes.first, isLetter(first), bytes.count <= 32,
      bytes.allSatisfy({ isLetter($0) || isOther($0) })
    else {
      fault("\(quoted(text)) is not a Unix user name; see the first column of /etc/passwd")
      return ""
    }
    return text
  }
}
