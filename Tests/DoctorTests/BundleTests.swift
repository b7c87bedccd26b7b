import Doctor
import Testing

@Suite struct `The support bundle` {
  @Test(arguments: [
    ("id 110101199001011237 asked", "id [removed] asked"),
    ("11010119900101123X", "[removed]"), ("11010119900101123x,", "[removed],"),
    ("old 110101900101123.", "old [removed]."), ("call 13812345678!", "call [removed]!"),
    ("+8613812345678", "+[removed]"),
  ])
  func `what could be a citizen's is taken out`(_ text: String, _ clean: String) {
    #expect(Scrubber.clean(text) == clean)
  }

  @Test(arguments: [
    "2026-11-26T12:00:00+0800", "port 1-2, bus 001", "A012", "1792000000", "usb 0400:c35a",
    "12345678901 tickets", "seq 1234567890123456789012", "0x1F", "窗口3", "",
  ])
  func `what could not stays`(_ text: String) { #expect(Scrubber.clean(text) == text) }

  @Test func `an archive has a header a file, whole blocks and an end`() {
    var archive = TarArchive()
    archive.add("a/b.txt", "hello", at: 1_795_000_000)
    archive.add("c", "", at: 0)
    let file = archive.file
    #expect(file.count == 512 * (2 + 1 + 2))
    #expect(String(decoding: file[0..<7], as: UTF8.self) == "a/b.txt")
    #expect(String(decoding: file[512..<517], as: UTF8.self) == "hello")
    #expect(file.suffix(1024).allSatisfy { $0 == 0 })
  }
}
