import Testing

@testable import Varlink

@Suite struct IDLTests {
  @Test func `every construct of the language is understood`() throws {
    let interface = try VarlinkInterface(
      """
      # Above the interface.
      #
      # Two paragraphs.
      interface cn.dong-guan.hall2
      # A type.
      type Kind (ticket, pad) # behind
      type Entry (
        # A field.
        number: int, label: ?string, tags: [string](), table: [string]?Entry,
        kinds: ?[]Kind, nested: (a: bool, b: (x, y)), any: object, size_in_mm: float
      )
      method Get() -> (entries: []Entry)
      method Put(entry: Entry)->()
      error Full ()
      """)
    #expect(interface.name == "cn.dong-guan.hall2")
    #expect(interface.documentation == "Above the interface.\n\nTwo paragraphs.")
    #expect(interface.members.map(\.name) == ["Kind", "Entry", "Get", "Put", "Full"])
    #expect(interface.members.first?.documentation == "A type.")
    #expect(interface.type("Kind") == .enumeration(["ticket", "pad"]))
    guard case .structure(let fields) = interface.type("Entry") else {
      Issue.record("Entry is a structure"); return
    }
    #expect(
      fields.first?.documentation == "behind\nA field." || fields.first?.documentation == "A field."
    )
    #expect(
      fields.map(\.type) == [
        .int, .optional(.string), .map(.structure([])), .map(.optional(.named("Entry"))),
        .optional(.array(.named("Kind"))),
        .structure([
          VarlinkField(name: "a", type: .bool, documentation: ""),
          VarlinkField(name: "b", type: .enumeration(["x", "y"]), documentation: ""),
        ]), .object, .float,
      ])
    #expect(interface.method("Put")?.parameters.map(\.name) == ["entry"])
    #expect(interface.error("Full") == [])
  }

  @Test(arguments: [
    "org.varlink.service", "a.b", "a-b.c--d.0", "xn--lgbbat1ad8j.example.algeria",
    "io.systemd.Resolve", "Org.example",
  ])
  func `a good interface name`(_ name: String) throws {
    #expect(try VarlinkInterface("interface \(name)\n").name == name)
  }

  @Test(arguments: [
    "org", "0rg.example", "-a.b", "a-.b", "a.-b", "a.b-", "a..b",
    ".a.b",
    "a.b.", "a_b.c", "",
  ])
  func `a bad interface name`(_ name: String) {
    #expect(throws: VarlinkIDLError.self) { try VarlinkInterface("interface \(name)\n") }
  }

  /// Line, column and text of each fault, in an interface whose first line is its name.
  @Test(arguments: [
    ("method get() -> ()", 2, 8), ("method Get_It() -> ()", 2, 8), ("method 1() -> ()", 2, 8),
    ("method Get() ->", 2, 16), ("method Get()", 2, 13), ("method Get() -> int", 2, 17),
    ("method Get(a) -> ()", 2, 11), ("method Get(a: int,) -> ()", 2, 19),
    ("method Get(a: int b: int) -> ()", 2, 19), ("method Get(a: int, b) -> ()", 2, 21),
    ("method Get(a_: int) -> ()", 2, 12), ("method Get(a__b: int) -> ()", 2, 12),
    ("method Get(_a: int) -> ()", 2, 12), ("method Get(1a: int) -> ()", 2, 12),
    ("method Get(a: int, a: int) -> ()", 2, 20), ("method Get(a: ??int) -> ()", 2, 16),
    ("method Get(a: any) -> ()", 2, 15), ("method Get(a: Entry) -> ()", 2, 15),
    ("method Get(a: [int]int) -> ()", 2, 15), ("method Get(a: []) -> ()", 2, 17),
    ("type Entry int", 2, 12), ("type Entry ?(a: int)", 2, 12), ("type Kind (a, b,)", 2, 17),
    ("type Kind (a, b: int)", 2, 16), ("error Full", 2, 11), ("error Full (a, b)", 2, 12),
    ("property X ()", 2, 1), ("method Get() -> ()\nmethod Get() -> ()", 3, 8),
    ("type Get ()\nerror Get ()", 3, 7), ("method Get() -> () $", 2, 20),
    ("error Full ()\n  method Get(a: Full) -> ()", 3, 17), ("interface a.b", 2, 1),
  ])
  func `a fault is found at its place`(_ text: String, _ line: Int, _ column: Int) {
    let error = #expect(throws: VarlinkIDLError.self) {
      try VarlinkInterface("interface org.example.x\n" + text)
    }
    #expect(error?.line == line)
    #expect(error?.column == column, "\(String(describing: error))")
  }

  @Test func `nesting has a bound`() {
    let deep = String(repeating: "[]", count: 1000) + "int"
    #expect(throws: VarlinkIDLError.self) {
      try VarlinkInterface("interface a.b\nmethod M(a: \(deep)) -> ()")
    }
  }

  @Test func `what other parsers refuse is named, though the specification allows it`() throws {
    let lone = try VarlinkInterface("interface a.b\n\ntype Kind (only)\n")
    #expect(lone.portabilityFindings.map(\.line) == [3])
    let windows = try VarlinkInterface("interface a.b\r\n")
    #expect(windows.portabilityFindings.map(\.line) == [1])
    let hyphen = try VarlinkInterface("interface a-1.b\n")
    #expect(hyphen.portabilityFindings.map(\.column) == [11])
    #expect(try VarlinkInterface(Counter.text).portabilityFindings.isEmpty)
    #expect(try VarlinkInterface(ServiceInterface.text).portabilityFindings.isEmpty)
  }

  @Test func `the service's own interface parses`() {
    #expect(ServiceInterface.parsed?.name == ServiceInterface.name)
  }

  @Test(arguments: [
    (#"{"entry":{"number":1}}"#, nil), (#"{"entry":{"number":1,"label":null}}"#, nil),
    (#"{"entry":{"number":1,"label":"x"}}"#, nil), (#"{}"#, "entry"), (#"{"entry":null}"#, "entry"),
    (#"{"entry":{}}"#, "entry.number"), (#"{"entry":{"number":1,"label":2}}"#, "entry.label"),
    (#"{"entry":{"number":1,"x":2}}"#, "entry.x"), (#"{"entry":[]}"#, "entry"),
  ])
  func `values are held against the interface`(_ text: String, _ misfit: String?) throws {
    let interface = try VarlinkInterface(Counter.text)
    let fields = try #require(interface.method("Describe")).parameters
    let object = try #require(try JSONValue(parsing: text.utf8).objectValue)
    #expect(interface.firstMisfit(object, fields) == misfit)
  }

  @Test func `misfits inside arrays and maps are named`() throws {
    let interface = try VarlinkInterface(
      "interface a.b\nerror E (list: [](x: int), map: [string]bool, kind: (one, two))")
    let fields = try #require(interface.error("E"))
    func misfit(_ value: JSONValue) -> String? {
      value.objectValue.flatMap { interface.firstMisfit($0, fields) }
    }
    #expect(misfit(["list": [["x": 1]], "map": ["k": true], "kind": "one"]) == nil)
    #expect(misfit(["list": [["x": 1], ["x": "2"]], "map": [:], "kind": "one"]) == "list[1].x")
    #expect(misfit(["list": [], "map": ["k": 1], "kind": "one"]) == "map[k]")
    #expect(misfit(["list": [], "map": [:], "kind": "three"]) == "kind")
  }
}
