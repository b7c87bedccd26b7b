import NIOCore
import Testing

@testable import Varlink

@Suite struct JSONTests {
  @Test(
    arguments: [
      ("null", JSONValue.null), (" true ", true), ("false", false), ("0", 0), ("-0", 0),
      ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
      // One beyond Int64 is still a number.
      ("9223372036854775808", 9_223_372_036_854_775_808.0), ("1.0", 1.0), ("-2.5e-3", -0.0025),
      ("1E2", 100.0), (#""""#, ""), (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"),
      (#""\u4f4f\u623f""#, "住房"), (#""\ud83d\ude00""#, "😀"), (#""\u0000""#, "\0"), ("[]", []),
      ("[1,[2]]", [1, [2]]), ("{}", [:]), (#"{"a":{"b":null}}"#, ["a": ["b": nil]]),
      ("\t\r\n {\"住\" : 1}", ["住": 1]),
    ] as [(String, JSONValue)])
  func `a value is read as what it says`(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONValue(parsing: text.utf8) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "truee", "+1", "01", "1.", ".5", "1e", "1e+", "-", "1e999", "0x1", "NaN",
    "'a'", #"""#, #""\x""#, #""\u12""#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#, "\"\n\"",
    "[1,]", "[1 2]", "[", "{", #"{"a"}"#, #"{"a":1,}"#, #"{a:1}"#, #"{"a":1 "b":2}"#, "1 2",
    #"{"a":1,"a":2}"#, "//", "\u{FEFF}1",
  ])
  func `what is not JSON is refused`(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8) }
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22],  // a byte UTF-8 never has
      [0x22, 0xC0, 0x80, 0x22],  // overlong NUL
      [0x22, 0xED, 0xA0, 0x80, 0x22],  // a surrogate in UTF-8
      [0x22, 0x5C, 0x6E, 0xE4, 0xBD, 0x22],  // an escape, then half a character
    ] as [[UInt8]])
  func `text that is not UTF-8 is refused`(_ bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
  }

  @Test func `the error names the byte`() {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"a":tru}"#.utf8) }
    #expect(error?.offset == 5)
  }

  @Test func `nesting has a bound`() throws {
    let deepest = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(try JSONValue(parsing: deepest.utf8).kind == "array")
    #expect(throws: JSONError.self) { try JSONValue(parsing: "[\(deepest)]".utf8) }
    let endless = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(throws: JSONError.self) { try JSONValue(parsing: endless) }
  }

  @Test func `many keys are searched for duplicates too`() {
    let keys = (0..<1000).map { "\"k\($0)\":0" }
    #expect(throws: Never.self) { try JSONValue(parsing: "{\(keys.joined(separator: ","))}".utf8) }
    let twice = (keys + ["\"k500\":1"]).joined(separator: ",")
    #expect(throws: JSONError.self) { try JSONValue(parsing: "{\(twice)}".utf8) }
  }

  @Test func `what is written reads back the same and holds no NUL`() throws {
    let value: JSONValue = [
      "text": "\u{0}\u{1}\u{1f}\"\\/\u{7f}住😀",
      "numbers": [.int(.min), 0.1, 1e300, -0.0, .double(.leastNonzeroMagnitude)],
      "nothing": nil, "flags": [true, false], "empty": [[:], []],
    ]
    #expect(!value.description.utf8.contains(0))
    #expect(try JSONValue(parsing: value.description.utf8) == value)
  }

  @Test func `objects are equal whatever their order`() {
    let one: JSONValue = ["a": 1, "b": 2]
    let other: JSONValue = ["b": 2, "a": 1]
    #expect(one == other)
    #expect(one.hashValue == other.hashValue)
    #expect(one != ["a": 1, "b": 3])
    #expect(one != ["a": 1, "c": 2])
  }
}

@Suite struct CodingTests {
  enum Kind: String, Codable { case ticket, pad }
  struct Inner: Codable, Equatable { var kind: Kind }
  struct Everything: Codable, Equatable {
    var bool = true
    var int = Int.min
    var small: UInt8 = 255
    var float = 2.5
    var single: Float = 0.5
    var text = "住"
    var absent: String?
    var present: Int? = 1
    var array = [Inner(kind: .pad)]
    var holes: [Int?] = [1, nil]
    var map = ["k": [1, 2]]
    var set: StringSet = ["b", "a"]
    var raw: JSONValue = ["any": [1, "x", nil]]
    var inner = Inner(kind: .ticket)
  }

  @Test func `a type with everything survives the way there and back`() throws {
    let value = try JSONValue(encoding: Everything())
    #expect(try ValueDecoder.decode(Everything.self, from: value) == Everything())
    #expect(value.objectValue?["absent"] == nil)
    #expect(value.objectValue?["set"] == ["a": [:], "b": [:]])
  }

  @Test func `an empty type is an empty object`() throws {
    #expect(try JSONValue(encoding: NoParameters()) == [:])
    #expect(try ValueDecoder.decode(NoParameters.self, from: [:]) == NoParameters())
  }

  @Test func `what JSON cannot carry is refused`() {
    #expect(throws: EncodingError.self) { try JSONValue(encoding: [Double.nan]) }
    #expect(throws: EncodingError.self) { try JSONValue(encoding: ["k": Double.infinity]) }
    #expect(throws: EncodingError.self) { try JSONValue(encoding: [UInt64.max]) }
  }

  @Test(arguments: [
    ("256", "UInt8"), ("-1", "UInt8"), ("1.5", "UInt8"), ("1e300", "UInt8"), ("\"1\"", "UInt8"),
    ("null", "UInt8"),
  ])
  func `a number that does not fit is refused`(_ text: String, _ type: String) throws {
    let value = try JSONValue(parsing: text.utf8)
    #expect(throws: DecodingError.self) { try ValueDecoder.decode(UInt8.self, from: value) }
  }

  @Test func `whole floats are integers and integers are floats`() throws {
    #expect(try ValueDecoder.decode(Int.self, from: 3.0) == 3)
    #expect(try ValueDecoder.decode(Double.self, from: 3) == 3)
  }
}

@Suite struct FrameTests {
  @Test func `frames come out whole however the bytes went in`() {
    let bytes = Array("one\0\0three\0half".utf8)
    for size in 1...bytes.count {
      var buffer = FrameBuffer(limit: 5)
      var frames: [String] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        buffer.append(ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
        while case .frame(let frame) = buffer.next() { frames.append(String(buffer: frame)) }
      }
      #expect(frames == ["one", "", "three"])
      #expect(buffer.count == 4)
    }
  }

  @Test func `a frame beyond the limit is seen before it ends`() {
    var buffer = FrameBuffer(limit: 5)
    buffer.append(ByteBuffer(string: "12345"))
    guard case .incomplete = buffer.next() else { Issue.record("five bytes fit"); return }
    buffer.append(ByteBuffer(string: "6"))
    guard case .tooLarge = buffer.next() else { Issue.record("six bytes do not"); return }
  }

  @Test(arguments: [
    (#"{"parameters":{"a":1},"continues":false}"#, false), (#"{"continues":true}"#, true),
    (#"{"parameters":null,"upgraded":false}"#, false),
  ])
  func `replies of other implementations are understood`(_ text: String, _ continues: Bool) throws {
    #expect(try MethodReply(parsing: ByteBuffer(string: text)).continues == continues)
  }

  @Test(arguments: [
    #"{"error":"a.b.C","continues":true}"#, #"{"parameters":1}"#, #"{"error":1}"#, #"[]"#,
    #"{"continues":1}"#, #"{"surprise":1}"#,
  ])
  func `replies that break the protocol are refused`(_ text: String) {
    #expect(throws: VarlinkProtocolError.self) {
      try MethodReply(parsing: ByteBuffer(string: text))
    }
  }
}
