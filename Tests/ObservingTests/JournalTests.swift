import Foundation
import Glibc
import Logging
import Testing

@testable import JournalLogging

/// journald's end of the road.
private final class FakeJournal {
  let path = "/tmp/journal-\(UUID().uuidString.prefix(8))"
  private let descriptor: Int32

  init() {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let name = Array(path.utf8)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  deinit {
    close(descriptor)
    unlink(path)
  }

  func received() -> String? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}

/// Keeps what it is told.
private struct Spare: LogHandler {
  final class Lines: @unchecked Sendable {
    // One test, one thread.
    var all: [String] = []
  }

  let lines: Lines
  var logLevel = Logger.Level.trace
  var metadata: Logger.Metadata = [:]
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }
  func log(event: LogEvent) { lines.all.append("\(event.message)") }
}

@Suite struct `The journal` {
  private let journal = FakeJournal()

  private func logger(path: String, spare: Spare) throws -> Logger {
    let road = try #require(JournalSocket(path: path))
    return Logger(label: "x") { _ in
      JournalLogHandler(identifier: "hallwayd", journal: road, spare: spare)
    }
  }

  @Test func `gets message, level and each field`() throws {
    let spare = Spare(lines: .init())
    var logger = try logger(path: journal.path, spare: spare)
    logger[metadataKey: "device"] = "reader"
    logger.warning("silent", metadata: ["since-when": "now"])
    let text = try #require(journal.received())
    #expect(text.hasPrefix("MESSAGE=silent device=reader since-when=now\nPRIORITY=4\n"))
    #expect(text.contains("\nSYSLOG_IDENTIFIER=hallwayd\n"))
    #expect(text.contains("\nHALLWAY_DEVICE=reader\n"))
    #expect(text.contains("\nHALLWAY_SINCE_WHEN=now\n"))
    #expect(spare.lines.all.isEmpty)
  }

  @Test func `what is below the level is not sent`() throws {
    let logger = try logger(path: journal.path, spare: Spare(lines: .init()))
    logger.info("quiet")
    #expect(journal.received() == nil)
  }

  @Test func `a line break is no new field`() throws {
    let logger = try logger(path: journal.path, spare: Spare(lines: .init()))
    logger.error("first\nPRIORITY=7")
    let text = try #require(journal.received())
    #expect(text.hasPrefix("MESSAGE\n\u{10}\0\0\0\0\0\0\0first\nPRIORITY=7\nPRIORITY=3\n"))
  }

  @Test func `names become what journald takes`() {
    func name(_ text: String) -> String {
      String(decoding: JournalLine.fieldName(text), as: UTF8.self)
    }
    #expect(name("HALLWAY_requestId") == "HALLWAY_REQUESTID")
    #expect(name("_x") == "X")
    #expect(name("9.b") == "B")
    #expect(name("数") == "FIELD")
    #expect(name(String(repeating: "a", count: 100)).count == 64)
  }

  @Test func `without a journal the spare is told`() throws {
    let spare = Spare(lines: .init())
    let logger = try logger(path: "/tmp/nobody-\(UUID().uuidString.prefix(8))", spare: spare)
    logger.error("alone")
    #expect(spare.lines.all == ["alone"])
    #expect(JournalSocket(path: String(repeating: "p", count: 200)) == nil)
  }

  @Test func `standard error is the journal's only where device and inode say so`() {
    var status = stat()
    fstat(STDERR_FILENO, &status)
    #expect(JournalSocket.isStandardError("\(status.st_dev):\(status.st_ino)"))
    for other in [nil, "", "1", "a:b", "\(status.st_dev):1"] {
      #expect(!JournalSocket.isStandardError(other))
    }
  }
}
