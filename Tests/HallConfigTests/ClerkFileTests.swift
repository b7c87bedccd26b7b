import Foundation
import Hall
import TestSupport
import Testing

@testable import HallConfig

private let hash = PINHash(
  logCost: 15, salt: [UInt8](repeating: 1, count: 16), key: [UInt8](repeating: 2, count: 32))

private let goodClerks = """
  clerks:
    - id: "07"
      name: 王芳
      post: 综合受理岗
      pin: \(hash.text)
    - {id: "08", name: 李强, fields: [police], user: liqiang}
  """

private func clerkFaults(_ yaml: String) throws -> [String] {
  let catalogue = try read(goodHall).catalogue
  do throws(ConfigurationErrors) {
    _ = try ClerkFile.read(yaml, file: "clerks.yaml", catalogue: catalogue)
    return []
  } catch {
    return error.errors.map(\.description)
  }
}

@Suite struct `A file of clerks` {
  @Test func `is read as it is written`() throws {
    let file = try ClerkFile.read(goodClerks, file: "clerks.yaml", catalogue: nil)
    #expect(file.clerks.map(\.id) == ["07", "08"])
    #expect(file.clerks[0].pin == hash && file.clerks[0].post == "综合受理岗")
    #expect(file.clerks[1] == Clerk(id: "08", name: "李强", fields: ["police"], user: "liqiang"))
    var odd = file
    odd.clerks[0].name = "\"\\ #: 王"
    odd.clerks[0].post = "\"岗\": {"
    odd.clerks[0].windows = ["1", "x-2"]
    #expect(try ClerkFile.read(odd.text, file: "x", catalogue: nil) == odd)
    let empty = ClerkFile(clerks: [])
    #expect(try ClerkFile.read(empty.text, file: "x", catalogue: nil) == empty)
  }

  @Test func `has its faults told with their lines, and no hash repeated`() throws {
    #expect(try clerkFaults(goodClerks).isEmpty)
    func fault(_ old: String, _ new: String) throws -> [String] {
      try clerkFaults(goodClerks.replacing(old, with: new))
    }
    #expect(
      try fault("[police]", "[polise]") == [
        "clerks.yaml:6: clerks[1].fields[0]: no field is called \"polise\"; did you mean \"police\"?"
      ])
    #expect(
      try fault("\"08\"", "\"07\"") == [
        "clerks.yaml:6: clerks[1].id: \"07\" is the staff number of clerks[0] already; take another"
      ])
    let broken = try fault("scrypt", "crypt")
    #expect(broken.count == 1 && broken[0].contains("clerks[0].pin"))
    #expect(!broken[0].contains("0101"))
    #expect(try fault(", user: liqiang", "").count == 1, "who can prove nothing")
    #expect(try fault("liqiang", "\"*\"").count == 1, "everybody is no clerk")
    #expect(try fault("  - {", "  - {pin: 123456, ").count == 1)
  }

  @Test func `is its owner's alone`() throws {
    let directory = TemporaryDirectory()
    let path = directory.path("clerks.yaml")
    try Data(goodClerks.utf8).write(to: URL(filePath: path))
    func load(_ mode: mode_t, owner: UInt32) -> String? {
      chmod(path, mode)
      do throws(ConfigurationErrors) {
        _ = try ClerkFile.load(path: path, catalogue: nil, owner: owner)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(load(0o600, owner: getuid()) == nil)
    #expect(load(0o640, owner: getuid())?.contains("chmod 600") == true)
    #expect(load(0o602, owner: getuid())?.contains("chmod 600") == true)
    #expect(load(0o600, owner: getuid() &+ 1)?.contains("belongs to user") == true)
  }
}

@Test func `a service's days are read, and do not end before they begin`() throws {
  let days = "letter: A, from: \"2026-12-01\", until: \"2026-12-31\""
  let text = goodHall.replacing("letter: A", with: days, maxReplacements: 1)
  let service = try #require(try read(text).services.first { $0.letter == "A" })
  #expect(
    service.validity == .init(from: LocalDay("2026-12-01"), until: LocalDay("2026-12-31")))
  let backwards = text.replacing("12-31", with: "11-30", maxReplacements: 1)
  #expect(faults(backwards).contains { $0.contains("until: the service ends before it begins") })
}

@Test func `what next means for a called number is the hall's to say`() throws {
  #expect(try read(goodHall).queue.order.nextOnCalled == nil)
  let text = goodHall + "\nqueue:\n  order: {nextOnCalled: pass}\n"
  #expect(try read(text).queue.order.nextOnCalled == .pass)
}
