import Glibc
import HallConfig
import TestSupport
import Testing

/// The demo's bytes with a few of them changed, the same ones in every run.
func mutated(_ bytes: [UInt8], with random: inout Dice) -> [UInt8] {
  var bytes = bytes
  for _ in 0...Int(random.next() % 4) where !bytes.isEmpty {
    let place = Int(random.next() % UInt64(bytes.count))
    switch random.next() % 6 {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes.remove(at: place)
    case 2:
      bytes.insert(
        contentsOf: Array("[{&a*b: -\n\"'|>!%@\t#?".utf8).shuffled(using: &random).prefix(3),
        at: place)
    case 3: bytes.removeSubrange(place..<min(place + Int(random.next() % 80), bytes.count))
    case 4: bytes.insert(contentsOf: bytes[place..<min(place + 40, bytes.count)], at: place / 2)
    default: bytes.removeSubrange(place...)
    }
  }
  return bytes
}

@Test func `two thousand mutated halls are read or refused, never a trap`() {
  var random = Dice(state: 2026)
  var refused = 0
  for _ in 0..<2000 {
    let text = String(decoding: mutated(Array(goodHall.utf8), with: &random), as: UTF8.self)
    let found = faults(text)
    if !found.isEmpty { refused += 1 }
    #expect(found.allSatisfy { $0.hasPrefix("hallway.yaml") && !$0.contains("\n") })
  }
  #expect((1000...2000).contains(refused))
}

@Test func `a thousand mutated case files are read or refused, never a trap`() throws {
  var random = Dice(state: 43)
  var refused = 0
  for _ in 0..<1000 {
    let text = String(decoding: mutated(Array(goodCases.utf8), with: &random), as: UTF8.self)
    let found = try caseFaults(text)
    if !found.isEmpty { refused += 1 }
    #expect(found.allSatisfy { $0.hasPrefix("cases.yaml") && !$0.contains("\n") })
  }
  #expect((500...1000).contains(refused))
}

@Test func `aliases cannot make a small file large`() {
  var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
  for (name, before) in zip("bcdefghijklmnop", "abcdefghijklmno") {
    bomb += "\(name): &\(name) [*\(before),*\(before),*\(before),*\(before)]\n"
  }
  #expect(
    faults(bomb) == ["hallway.yaml: the file is full of YAML aliases (*name); write the values out"]
  )
  // As a key, where looking for repeats hashes the whole of it.
  let few = "a: &a [x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\n? *c\n: 1\n? *c\n: 2\n"
  #expect(!faults(few).isEmpty)
  #expect(!faults("hall: &x\n  name: *x\n").isEmpty)
}

@Test(arguments: ["[", "{a: ", "- ", "? ", "[[{a: "])
func `depth is refused`(_ opener: String) {
  #expect(!faults(String(repeating: opener, count: 900 / opener.count * opener.count)).isEmpty)
  #expect(!faults(String(repeating: opener, count: 200_000)).isEmpty)
}

@Test(arguments: [
  "", "\n", "---\n...\n", "# only a comment", "42", "[]", "a: 1\n---\nb: 2", "\u{FEFF}",
])
func `what is no configuration is refused with a sentence`(_ text: String) {
  #expect(!faults(text).isEmpty)
}

@Test func `a fault list ends`() {
  let many = goodHall + "\n" + (0..<5000).map { "key\($0): 1" }.joined(separator: "\n")
  #expect(faults(many).count == 200)
}

// MARK: Files

private func loadFault(_ path: String) -> String? {
  do throws(ConfigurationErrors) {
    _ = try HallConfiguration.load(path: path, drivers: drivers, state: "/run/hallway")
    return nil
  } catch {
    return error.description
  }
}

private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
  var path = Array("/tmp/hallway-config-XXXXXX".utf8CString)
  let descriptor = mkstemp(&path)
  try #require(descriptor >= 0)
  let name = String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  defer { unlink(name) }
  let written = write(descriptor, bytes, bytes.count)
  close(descriptor)
  try #require(written == bytes.count)
  try body(name)
}

@Test func `a file that cannot be read says why`() throws {
  #expect(
    loadFault("/nowhere/hallway.yaml")
      == "/nowhere/hallway.yaml: the file cannot be read: No such file or directory")
  #expect(loadFault("/tmp") == "/tmp: this is not a file; give the path of a YAML file")
  #expect(loadFault("/dev/zero") == "/dev/zero: this is not a file; give the path of a YAML file")
}

@Test func `a huge file is refused`() throws {
  try withFile([UInt8](repeating: UInt8(ascii: "#"), count: 1 << 20)) { path in
    #expect(loadFault(path) == "\(path): the file is empty; begin with the one in Demo/")
  }
  try withFile([UInt8](repeating: UInt8(ascii: "#"), count: 1 << 20 + 1)) { path in
    #expect(loadFault(path) == "\(path): the file is larger than 1 MiB; a configuration is not")
  }
}

@Test func `a file in another encoding names the line`() throws {
  // 公安 in GBK, as an old editor saves it
  try withFile(Array("hall:\n  id: x\n  name: ".utf8) + [0xB9, 0xAB, 0xB0, 0xB2, 0x0A]) { path in
    #expect(loadFault(path) == "\(path):3: this line is not UTF-8; save the file as UTF-8")
  }
}

@Test func `a thousand mutated files of clerks are read or refused, never a trap`() {
  let good = """
    clerks:
      - id: "07"
        name: 王芳
        windows: ["1", "2"]
        pin: "scrypt$15$\(String(repeating: "0a", count: 16))$\(String(repeating: "b1", count: 32))"
      - {id: "08", name: 李强, fields: [police], user: liqiang}
    """
  var random = Dice(state: 44)
  var refused = 0
  for _ in 0..<1000 {
    let text = String(decoding: mutated(Array(good.utf8), with: &random), as: UTF8.self)
    do throws(ConfigurationErrors) {
      _ = try ClerkFile.read(text, file: "clerks.yaml", catalogue: nil)
    } catch {
      refused += 1
      #expect(error.errors.allSatisfy { $0.description.hasPrefix("clerks.yaml") })
    }
  }
  #expect((500...1000).contains(refused))
}
