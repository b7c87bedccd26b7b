import Hall
import HallConfig
import Testing

private func hall(_ notices: String) throws -> HallConfiguration {
  try HallConfiguration.read(
    goodHall + "\n" + notices, file: "hallway.yaml", drivers: drivers, state: "/run")
}

private func fault(_ notices: String) -> String? {
  do {
    _ = try hall(notices)
    return nil
  } catch {
    let faults = "\(error)".split(separator: "\n")
    return faults.count == 1 ? faults.first.map(String.init) : "\(faults)"
  }
}

@Test func `notices are off until a program is named, and have words without being given any`()
  throws
{
  #expect(try hall("").notices.program == nil)
  #expect(try hall("notices: {program: \"\"}").notices.program == nil)
  let notices = try hall("notices: {program: /opt/send, peopleAhead: 5}").notices
  #expect(notices.program == "/opt/send")
  #expect(notices.policy.peopleAhead == 5)
  #expect(notices.policy.templates == NoticePolicy.usual.templates)
}

@Test func `a text 0 switches its kind off in its language`() throws {
  let policy = try hall(
    "notices: {nearTurn: {zh: \"0\", en: 0}, called: {zh: \"{number}到{window}\", en: 0}}"
  ).notices.policy
  #expect(policy.templates[.nearTurn] == [:])
  #expect(policy.templates[.called] == [.zh: try NoticeTemplate("{number}到{window}", for: .called)])
}

@Test(arguments: [
  (
    "notices: {program: send.sh}",
    "notices.program: \"send.sh\" is not an absolute path; write it like /usr/local/lib/hallway/send"
  ),
  (
    "notices: {called: {zh: \"请{name}来\", en: \"0\"}}",
    "notices.called.zh: there is no blank \"{name}\" here; the blanks here are {number} and {window}"
  ),
  (
    "notices: {nearTurn: {zh: \"0\", en: \"to {window}\"}}",
    "notices.nearTurn.en: there is no blank \"{window}\" here; the blanks here are {number} and {ahead}"
  ),
  (
    "notices: {called: {zh: \"{number\", en: \"0\"}}",
    "notices.called.zh: a brace stands alone; braces are for the blanks {number} and {window}"
  ),
  (
    "notices: {called: {zh: \"0\"}}",
    "notices.called.en: this key is missing; add it"
  ),
  (
    "notices: {peopleAhead: 51}",
    "notices.peopleAhead: \"51\" is not a whole number from 0 to 50"
  ),
])
func `a slip in the notices is named with its remedy`(_ notices: String, _ message: String) {
  let found = fault(notices)
  #expect(found?.hasSuffix(message) == true, "\(found ?? "no fault")")
}
