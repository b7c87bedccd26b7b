import Hall
import Testing

@Suite struct `Clerks` {
  private let hall = catalogue(["1": "ab", "2": "a", "G1": "b"])

  private func serves(_ clerk: Clerk) -> [String] {
    hall.windows.filter { clerk.mayServe($0, of: hall) }.map(\.id)
  }

  @Test func `may serve the windows they are named for, or all where none is`() {
    #expect(serves(Clerk(id: "07", name: "王芳")) == ["1", "2", "G1"])
    #expect(serves(Clerk(id: "07", name: "王芳", windows: ["2"])) == ["2"])
    #expect(serves(Clerk(id: "07", name: "王芳", fields: ["all"])) == ["1", "2", "G1"])
    #expect(serves(Clerk(id: "07", name: "王芳", fields: ["tax"])).isEmpty)
    #expect(serves(Clerk(id: "07", name: "王芳", windows: ["G1"], fields: ["tax"])) == ["G1"])
  }

  @Test func `a window that serves another field as well is none of a field's clerk`() {
    let name = Bilingual(zh: "事", en: "Matter")
    let mixed = Catalogue(
      fields: [.init(id: "tax", name: name), .init(id: "police", name: name)],
      services: [
        .init(id: "a", field: "tax", name: name, letter: "A", card: .none),
        .init(id: "b", field: "police", name: name, letter: "B", card: .none),
      ],
      windows: [
        .init(id: "1", name: name, kind: .comprehensive, zone: name, services: ["a", "b"]),
        .init(id: "2", name: name, kind: .specialised, zone: name, services: ["a"]),
      ])
    let clerk = Clerk(id: "07", name: "王芳", fields: ["tax"])
    #expect(mixed.windows.filter { clerk.mayServe($0, of: mixed) }.map(\.id) == ["2"])
  }

  @Test func `a hashed PIN is read as it is written, and nothing else is`() throws {
    let hash = PINHash(
      logCost: 15, salt: [UInt8](0..<16), key: [UInt8](repeating: 0xAB, count: 32))
    #expect(try #require(PINHash(text: hash.text)) == hash)
    let text = hash.text
    for broken in [
      "", "123456", text + "0", text.replacing("scrypt", with: "crypt"),
      text.replacing("$15$", with: "$9$"), text.replacing("$15$", with: "$99$"),
      text.replacing("ab", with: "xy"), text.replacing("$", with: "$$"),
    ] { #expect(PINHash(text: broken) == nil, "\(broken)") }
  }

  @Test(arguments: [
    ("123456", true), ("0123456789012345", true), ("12345", false), ("01234567890123456", false),
    ("12345a", false), ("１２３４５６", false), ("", false),
  ])
  func `a PIN has 6 to 16 digits`(text: String, isPIN: Bool) {
    #expect(PINHash.isPIN(text) == isPIN)
  }
}

@Suite struct `Who is at a window` {
  private func signIn(_ hall: inout TestQueue, _ clerk: String, user: String = "uid 1")
    throws(QueueRefusal)
  {
    try hall.engine.open(
      "1", clerk: clerk, user: user, by: Author(who: "clerk \(clerk)", place: "window 1"),
      at: hall.now)
  }

  @Test func `who relieves a clerk ends their time in the journal, and undoes none of it`() throws {
    var hall = TestQueue()
    try hall.take()
    try signIn(&hall, "07")
    try hall.next()
    _ = hall.engine.takeStep()
    try signIn(&hall, "08")
    let lines = hall.engine.takeStep().lines
    #expect(lines.map(\.kind) == [.closed, .opened])
    #expect(lines.map(\.author.who) == ["clerk 08", "clerk 08"])
    #expect(lines[0].why == "relieves clerk 07")
    #expect(hall.engine.windows["1"]?.clerk == "08")
    #expect(hall.engine.ticket(at: "1") != nil, "the citizen stays where they are")
    #expect(throws: QueueRefusal.nothingToUndo) { try hall.undo() }
  }

  @Test func `the same clerk again changes nothing; by another user it is another hand`() throws {
    var hall = TestQueue()
    try signIn(&hall, "07")
    _ = hall.engine.takeStep()
    try signIn(&hall, "07")
    #expect(hall.engine.takeStep().isEmpty)
    try signIn(&hall, "07", user: "uid 2")
    #expect(hall.engine.takeStep().lines.map(\.kind) == [.opened])
  }

  @Test func `a name that nobody proved is not in the journal`() throws {
    var hall = TestQueue()
    for name in ["Wang", "Li"] {
      try hall.engine.open("1", clerk: name, by: aClerk, at: hall.now)
    }
    let lines = hall.engine.takeStep().lines
    #expect(lines.map(\.kind) == [.opened, .opened])
    #expect(!lines.contains { "\($0)".contains("Wang") || "\($0)".contains("Li\"") })
  }

  @Test func `nobody is at a window that closed, or the next morning`() throws {
    var hall = TestQueue()
    try signIn(&hall, "07")
    try hall.engine.close("1", by: aClerk, at: hall.now)
    #expect(hall.engine.windows["1"] == WindowState(id: "1"))
    try signIn(&hall, "07")
    hall.wait(24 * 60)
    hall.engine.advance(to: hall.now)
    #expect(hall.engine.windows["1"]?.user == nil)
  }
}
