import DeviceKit
import DeviceTestSupport
import Foundation
import TestSupport
import Testing

@testable import IDCardReaders

/// A bitmap of 102 by 126, 24 bits deep (A.9): 38 862 bytes with its headers.
func bitmap(width: Int = 102, height: Int = 126, depth: Int = 24) -> [UInt8] {
  func word(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  let row = (width * depth + 31) / 32 * 4
  let pixels = row * abs(height)
  return [0x42, 0x4D] + word(54 + pixels) + word(0) + word(54) + word(40) + word(width)
    + word(height) + [1, 0, UInt8(depth), 0] + [UInt8](repeating: 0, count: 24)
    + [UInt8](repeating: 0x7F, count: pixels)
}

struct `Pictures of a photo decoder` {
  @Test(arguments: [(102, 126, 24), (102, -126, 24), (204, 252, 32), (102, 126, 8)])
  func `a bitmap is known by its headers`(width: Int, height: Int, depth: Int) throws {
    let picture = try #require(CardPicture(bitmap(width: width, height: height, depth: depth)))
    #expect(picture.format == .bmp)
    #expect(picture.width == width && picture.height == abs(height))
  }

  @Test func `a JPEG is known by its start of frame`() throws {
    // SOI, APP0 of 4 bytes, SOF0 of 126 by 102, EOI.
    let bytes = hex("FF D8 FF E0 00 04 4A 46 FF C0 00 0B 08 00 7E 00 66 01 01 11 00 FF D9")
    let picture = try #require(CardPicture(bytes))
    #expect(picture.format == .jpeg)
    #expect(picture.width == 102 && picture.height == 126)
    #expect(CardPicture(Array(bytes.dropLast())) == nil, "without its end")
  }

  @Test func `neither, cut short, or absurd is no picture`() {
    #expect(CardPicture([]) == nil)
    #expect(CardPicture(Array(bitmap().dropLast(300))) == nil)
    #expect(CardPicture(bitmap(width: 1, height: 0)) == nil)
    var huge = bitmap()
    huge.replaceSubrange(18..<22, with: [0xFF, 0xFF, 0xFF, 0x7F])
    #expect(CardPicture(huge) == nil)
    huge.replaceSubrange(22..<26, with: [0, 0, 0, 0x80])
    #expect(CardPicture(huge) == nil)
  }

  @Test func `ten thousand random beginnings of pictures do not trap`() {
    var dice = Dice(state: 3)
    for _ in 0..<10_000 {
      _ = CardPicture([0x42, 0x4D] + dice.bytes(0...80))
      _ = CardPicture([0xFF, 0xD8, 0xFF] + dice.bytes(0...80) + [0xFF, 0xD9])
    }
  }
}

/// The programs here are what a site might supply, and worse.
struct `A photo decoder in its own process` {
  let scratch = TemporaryDirectory()
  let photo = [UInt8](repeating: 0x57, count: 1024)

  /// A program of this shell script.
  func decoder(_ script: String, within deadline: Duration = .seconds(20)) throws -> PhotoDecoder {
    let path = scratch.path("decoder-\(UUID().uuidString)")
    try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    return try PhotoDecoder(path: path, deadline: deadline)
  }

  /// A script written a moment ago may still be open in a program that another test is starting.
  func picture(by decoder: PhotoDecoder) async throws -> CardPicture {
    while true {
      do {
        return try await decoder.picture(of: photo)
      } catch PhotoDecoder.Failure.notStarted(ETXTBSY) {
        await Task.yield()
      }
    }
  }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(filePath: scratch.path(name)))
    return scratch.path(name)
  }

  @Test func `gets the photo on stdin and hands back its picture`() async throws {
    let face = try file("face.bmp", bitmap())
    let seen = scratch.path("seen")
    let decoder = try decoder("cat > \(seen); cat \(face)")
    let result = try await picture(by: decoder)
    #expect(result.bytes == bitmap())
    #expect(try Array(Data(contentsOf: URL(filePath: seen))) == photo)
  }

  @Test func `has no environment, no descriptors of the hall and no arguments`() async throws {
    let face = try file("face.bmp", bitmap())
    let decoder = try decoder(
      """
      test -z "$(/usr/bin/tr -d '\\0' < /proc/$$/environ)" || exit 2
      for f in 3 4 5 6 7 8 9; do test ! -e /proc/$$/fd/$f || exit 3; done
      test $# = 0 || exit 4
      test "$(pwd)" = / || exit 5
      exec /bin/cat \(face)
      """)
    #expect(try await picture(by: decoder).width == 102)
  }

  @Test(arguments: [
    ("kill -SEGV $$", PhotoDecoder.Failure.crashed(signal: SIGSEGV)),
    ("exit 3", .failed(status: 3)),
    ("echo no picture", .noPicture), ("exit 0", .noPicture),
    ("while :; do echo babble babble babble babble babble babble; done", .tooMuch),
  ])
  func `that crashes, fails or babbles is told so`(
    script: String, failure: PhotoDecoder.Failure
  ) async throws {
    let decoder = try decoder(script)
    await #expect(throws: failure) { try await picture(by: decoder) }
  }

  @Test(arguments: ["sleep 100", "exec >&-; sleep 100", "trap '' TERM INT HUP; sleep 100 & wait"])
  func `that hangs is killed at the deadline with all its children`(script: String) async throws {
    let note = scratch.path("group")
    var group: Int32?
    // A busy machine may need longer than that to start a shell: then it is given more.
    for deadline in [400, 2_000, 20_000] where group == nil {
      let decoder = try decoder(
        "echo $$ > \(note).new; mv \(note).new \(note); \(script)", within: .milliseconds(deadline))
      await #expect(throws: PhotoDecoder.Failure.tooSlow) { try await picture(by: decoder) }
      let text = try? String(contentsOfFile: note, encoding: .utf8)
      group = text.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
    let started = try #require(group)
    try await within(hangLimit, "the end of the group") {
      while Self.livingMember(of: started) { try await Task.sleep(for: .milliseconds(5)) }
    }
  }

  /// Whether any process of the group is more than a zombie, which only init can bury.
  static func livingMember(of group: Int32) -> Bool {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.contains { name in
      guard Int32(name) != nil,
        let stat = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8)
      else { return false }
      // pid (name) state ppid pgrp, proc_pid_stat(5).
      let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
      return fields.count > 2 && fields[0] != "Z" && Int32(fields[2]) == group
    }
  }

  @Test func `that is not there, or is no program, is told so`() async throws {
    let missing = try PhotoDecoder(path: scratch.path("none"))
    await #expect(throws: PhotoDecoder.Failure.notStarted(ENOENT)) {
      try await missing.picture(of: photo)
    }
    let text = try PhotoDecoder(path: file("text", [0x41]))
    await #expect(throws: PhotoDecoder.Failure.notStarted(EACCES)) {
      try await text.picture(of: photo)
    }
  }

  @Test func `is not started for what is no photo`() async throws {
    let decoder = try decoder("exit 0")
    await #expect(throws: PhotoDecoder.Failure.noPhoto) { try await decoder.picture(of: [1, 2]) }
  }
}
