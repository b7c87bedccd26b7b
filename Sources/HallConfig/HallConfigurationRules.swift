import DeviceKit
public import Hall

extension HallConfiguration {
  /// Notes every fault that lies between values rather than in one: what is named twice, what
  /// names something that is not there, what no citizen could reach.
  ///
  /// Empty ids are placeholders of values whose fault is noted already.
  func validate(_ findings: Findings, workshop: Workshop) {
    let rules = Rules(configuration: self, findings: findings, workshop: workshop)
    rules.checkIDs()
    rules.checkWindows()
    rules.checkServices()
    rules.checkPrefixes()
    rules.checkReach()
    rules.checkHours()
    rules.checkQuota()
    rules.checkDevices()
    rules.checkKiosks()
    rules.checkSampleOnly()
    rules.checkRatings()
    rules.checkVisits()
  }
}

extension HallConfiguration {
  /// What a technician has to do because the calendar does not know the year of `today`, or in the
  /// last weeks of December the next one; nil while it does.
  public func calendarAdvice(on today: LocalDay) -> String? {
    openingHours.missingYear(on: today).map { year in
      "the calendar does not know \(year); write its file from the State Council's notice "
        + "(\(year)年部分节假日安排), as Demo/calendar/2026.yaml shows, and name it in hours.calendar; until then "
        + "every day of \(year) is closed that hours.exceptions does not name"
    }
  }
}

private struct Rules {
  let configuration: HallConfiguration
  let findings: Findings
  let workshop: Workshop

  func checkIDs() {
    refuseRepeats("fields", configuration.fields.map(\.id))
    refuseRepeats("services", configuration.services.map(\.id))
    refuseRepeats("zones", configuration.zones.map(\.id))
    refuseRepeats("windows", configuration.windows.map(\.id))
    refuseRepeats("devices", configuration.devices.map(\.id.name))
    refuseRepeats("kiosks", configuration.kiosks.map(\.id))
  }

  func checkServices() {
    let fields = configuration.fields.map(\.id)
    var letters: [String: (field: String, path: String)] = [:]
    for (index, service) in configuration.services.enumerated() {
      let path = "services[\(index)]"
      refer("\(path).field", to: service.field, among: fields, "field")
      if !service.letter.isEmpty, !service.field.isEmpty {
        if let first = letters[service.letter], first.field != service.field {
          findings.fault(
            "\(path).letter",
            "\(service.letter) is the letter of field \"\(first.field)\" (\(first.path)); "
              + "a letter belongs to one field, take another")
        } else if letters[service.letter] == nil {
          letters[service.letter] = (service.field, path)
        }
      }
    }
  }

  /// `VA012` read as letter V would be another number.
  func checkPrefixes() {
    let numbers = configuration.queue.numbers
    let prefixes = [
      ("reservedPrefix", numbers.reservedPrefix), ("priorityPrefix", numbers.priorityPrefix),
    ]
    for (key, prefix) in prefixes where !prefix.isEmpty {
      if let service = configuration.services.first(where: { $0.letter == prefix }) {
        findings.fault(
          "queue.numbers.\(key)",
          "\(prefix) is the letter of service \"\(service.id)\" already; take another")
      }
    }
    if !numbers.reservedPrefix.isEmpty, numbers.reservedPrefix == numbers.priorityPrefix {
      findings.fault(
        "queue.numbers.priorityPrefix",
        "\(numbers.priorityPrefix) is the prefix of reserved numbers already; take another")
    }
  }

  /// Nothing on the kiosk may lead nowhere. Silent while the windows or services themselves are
  /// at fault, because that fault is then the cause.
  func checkReach() {
    guard !findings.isFaulty("windows"), !findings.isFaulty("services") else { return }
    let catalogue = configuration.catalogue
    for (index, service) in configuration.services.enumerated() {
      if catalogue.windows(serving: service.id, priority: .elder).isEmpty {
        findings.fault(
          "services[\(index)]", "no window serves \"\(service.id)\"; add it to one or remove it")
      } else if catalogue.windows(serving: service.id, priority: nil).isEmpty {
        findings.fault(
          "services[\(index)]",
          "only a greenChannel window serves \"\(service.id)\", and that calls priority numbers "
            + "only; add it to another window too")
      }
    }
    for (index, field) in configuration.fields.enumerated()
    where !field.id.isEmpty && !configuration.services.contains(where: { $0.field == field.id }) {
      findings.fault(
        "fields[\(index)]", "field \"\(field.id)\" has no service; add one or remove the field")
    }
  }

  /// Silent where `outside` is at fault, because a hall that is always open needs no calendar.
  func checkHours() {
    let hours = configuration.openingHours
    let causes = ["hours.calendar", "hours.outside"]
    guard !causes.contains(where: { findings.isFaulty($0) }), !findings.isFaulty(exactly: "hours")
    else { return }
    if hours.calendar.years.isEmpty, !hours.alwaysOpen {
      findings.fault(
        "hours.calendar",
        "the hall needs to know its holidays; name a file for each year, like "
          + "[calendar/2026.yaml]")
    } else if let today = workshop.today, hours.missingYear(on: today) == today.year,
      let advice = configuration.calendarAdvice(on: today)
    {
      findings.fault("hours.calendar", advice)
    }
    // A hall without any spans has another fault, or is closed on purpose.
    if !hours.calendar.years.isEmpty, hours.weekly[hours.workingWeekend]?.isEmpty ?? true,
      hours.weekly.values.contains(where: { !$0.isEmpty }),
      !["hours.weekly", "hours.workingWeekend"].contains(where: { findings.isFaulty($0) })
    {
      findings.fault(
        "hours.workingWeekend",
        "a weekend that is worked has the spans of this weekday, which has none; "
          + "name a weekday that is open")
    }
  }

  func checkQuota() {
    let quota = configuration.quota
    let services = configuration.services.map(\.id)
    var first: [String: Int] = [:]
    for (index, terms) in quota.terms.enumerated() where !terms.service.isEmpty {
      let path = "quota.services[\(index)].service"
      refer(path, to: terms.service, among: services, "service")
      if let earlier = first[terms.service] {
        findings.fault(
          path, "\"\(terms.service)\" is at quota.services[\(earlier)] already; keep one")
      }
      first[terms.service] = index
    }
    if quota.mode == .fixed, quota.terms.allSatisfy({ $0.perDay == nil }),
      !findings.isFaulty("quota")
    {
      findings.fault(
        "quota.mode",
        "fixed limits what has \"perDay\", and no service has; add it in quota.services")
    }
  }

  func checkWindows() {
    let zones = configuration.zones.map(\.id)
    let fields = configuration.fields.map(\.id)
    let services = configuration.services.map(\.id)
    for (index, window) in configuration.windows.enumerated() {
      let path = "windows[\(index)]"
      let serves = window.serves
      if !serves.everything, serves.fields.isEmpty, serves.services.isEmpty,
        !findings.isFaulty("\(path).serves")
      {
        findings.fault(
          "\(path).serves",
          "this window serves nothing; name fields, services or everything: true")
      }
      refer("\(path).zone", to: window.zone, among: zones, "zone")
      for (item, field) in serves.fields.enumerated() {
        refer("\(path).serves.fields[\(item)]", to: field, among: fields, "field")
      }
      for (item, service) in serves.services.enumerated() {
        refer("\(path).serves.services[\(item)]", to: service, among: services, "service")
      }
    }
  }

  /// Two drivers on one line take each other's answers; only the network tells callers apart.
  private func refuseSharedAddresses() {
    var owners: [DeviceAddress: String] = [:]
    for (index, device) in configuration.devices.enumerated() where device.address.scheme != .tcp {
      if let owner = owners[device.address], workshop.drivers[device.driver] != nil {
        findings.fault(
          "devices[\(index)].address", "\"\(owner)\" is at this address already; one device each")
      }
      owners[device.address] = device.id.name
    }
  }

  func checkDevices() {
    let windows = configuration.windows.map(\.id)
    var taken: [String: String] = [:]
    refuseSharedAddresses()
    for (index, device) in configuration.devices.enumerated() {
      guard let window = device.window, !window.isEmpty else { continue }
      let path = "devices[\(index)].window"
      refer(path, to: window, among: windows, "window")
      let place = "\(device.kind.rawValue) \(window)"
      if let first = taken[place] {
        findings.fault(
          path,
          "window \"\(window)\" has \"\(first)\" of the same kind already; choose another")
      }
      taken[place] = device.id.name
    }
    for device in workshop.addresses.keys.sorted()
    where !configuration.devices.contains(where: { $0.id.name == device }) {
      let ids = configuration.devices.map(\.id.name)
      let advice = suggestion(for: device, among: ids, plural: "devices")
      findings.fault("devices", "--device names \(quoted(device)), which is not here; \(advice)")
    }
  }

  func checkKiosks() {
    for (index, kiosk) in configuration.kiosks.enumerated() {
      refer("kiosks[\(index)].reader", to: kiosk.reader, .idCardReader, "card reader")
      refer("kiosks[\(index)].printer", to: kiosk.printer, .ticketPrinter, "ticket printer")
    }
  }

  /// What would harm people in a real hall.
  func checkSampleOnly() {
    guard !configuration.hall.sample, !findings.isFaulty("hall.sample") else { return }
    if configuration.openingHours.alwaysOpen {
      findings.fault("hours.outside", "only a sample hall may allow this; write refuse")
    }
    if configuration.cases != nil {
      findings.fault("cases", "sample cases belong to a sample hall; remove the key")
    }
    for role in Role.allCases
    where configuration.access.users[role]?.contains(Access.everybody) == true {
      findings.fault(
        "access.\(role.rawValue)",
        "\"*\" lets every user in, which only a sample hall may; name the users")
    }
  }

  /// What is forgotten cannot be counted.
  func checkVisits() {
    guard let visits = configuration.visits else { return }
    refer("visits.service", to: visits.service, among: configuration.services.map(\.id), "service")
    let kept = configuration.hall.retentionDays
    if visits.withinDays > kept, !findings.isFaulty("hall.retentionDays") {
      findings.fault(
        "visits.withinDays",
        "who held a ticket is kept for hall.retentionDays (\(kept)); make this smaller")
    }
  }

  func checkRatings() {
    let times = configuration.ratings.times
    let kept = configuration.hall.retentionDays
    if max(times.laterDays, times.againDays) > kept, !findings.isFaulty("hall.retentionDays") {
      findings.fault(
        times.laterDays > kept ? "ratings.laterDays" : "ratings.againDays",
        "a rating needs its ticket, which is kept for hall.retentionDays (\(kept)); "
          + "make this smaller")
    }
    if let today = workshop.today, !findings.isFaulty("ratings"),
      configuration.ratings.catalogue.inForce(on: today) == nil
    {
      findings.fault("ratings.catalogue", "no edition is in force on \(today); add the new one")
    }
    let export = configuration.ratings.export
    for field in export.departments.keys.sorted() {
      refer("ratings.export.departments", to: field, among: configuration.fields.map(\.id), "field")
    }
    for service in export.items.keys.sorted() {
      refer("ratings.export.items", to: service, among: configuration.services.map(\.id), "service")
    }
    checkPads()
  }

  /// Nobody rates for the citizen (clause 5.2.10): a pad stands somewhere, and is no clerk.
  private func checkPads() {
    let access = configuration.access
    for window in Set(access.padWindows.values.joined()).sorted() where window != Access.everybody {
      refer("access.pad", to: window, among: configuration.windows.map(\.id), "window")
    }
    guard !configuration.hall.sample, !findings.isFaulty("hall.sample") else { return }
    // Who is rated leaves nothing out and rates as nobody.
    for role in [Role.reviewer, .citizen] {
      for user in (access.users[role] ?? []).intersection(access.users[.clerk] ?? []).sorted() {
        findings.fault(
          "access.\(role.rawValue)",
          "\(quoted(user)) is a clerk too, whom the ratings are about; give them a user of its own")
      }
    }
    let pads = access.users[.pad] ?? []
    for user in pads.sorted() where user != Access.everybody && !user.isEmpty {
      if access.users[.clerk]?.contains(user) ?? false {
        findings.fault(
          "access.pad",
          "\(quoted(user)) is a clerk too, and nobody rates themselves; give the pad a user of its own"
        )
      }
      if access.padWindows(of: user) == nil {
        findings.fault(
          "access.pad",
          "say at which windows the pads of \(quoted(user)) stand: "
            + "{user: \(user), windows: [\"1\"]}")
      }
    }
  }

  private func refuseRepeats(_ list: String, _ ids: [String]) {
    var first: [String: Int] = [:]
    for (index, id) in ids.enumerated() where !id.isEmpty {
      if let earlier = first[id] {
        findings.fault("\(list)[\(index)].id", "\"\(id)\" is the id of \(list)[\(earlier)] already")
      } else {
        first[id] = index
      }
    }
  }

  /// Notes that `id` is none of `ids`; silent while one of those is itself at fault, because that
  /// may be the one that is meant.
  private func refer(_ path: String, to id: String, among ids: [String], _ what: String) {
    guard !id.isEmpty, !ids.contains(id), !ids.contains(""), Set(ids).count == ids.count,
      !(ids.isEmpty && findings.isFaulty("\(what)s"))
    else { return }
    let advice = suggestion(for: id, among: ids, plural: "\(what)s")
    findings.fault(path, "no \(what) is called \"\(id)\"; \(advice)")
  }

  private func refer(_ path: String, to id: DeviceID?, _ kind: DeviceKind, _ what: String) {
    guard let id, !id.name.isEmpty else { return }
    let devices = configuration.devices.filter { workshop.drivers[$0.driver] != nil }
    if let device = devices.first(where: { $0.id == id }) {
      guard device.kind != kind else { return }
      findings.fault(path, "\"\(id)\" is no \(what); its driver is \"\(device.driver)\"")
    } else if !configuration.devices.contains(where: { $0.id == id }) {
      let ids = devices.filter { $0.kind == kind }.map(\.id.name)
      refer(path, to: id.name, among: ids, what)
    }
  }
}
