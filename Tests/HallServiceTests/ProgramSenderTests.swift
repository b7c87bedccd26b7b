import Foundation
import Hall
import HallService
import TestSupport
import Testing
import Varlink

/// Plainly nobody's number.
private let phone = "13800001234"

@Suite(.timeLimit(.minutes(5))) struct `A site's program that sends` {
  private let folder = TemporaryDirectory()

  private func program(_ body: String, mode: Int = 0o755) throws -> String {
    let path = folder.path("send.sh")
    try "#!/bin/sh\n\(body)\n".write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  private func send(_ body: String, deadline: Duration = .seconds(30)) async throws
    -> NoticeOutcome
  {
    try await ProgramSender(path: program(body), deadline: deadline).send(Self.notice)
  }

  private static let notice = OutgoingNotice(
    id: "test-1-called", kind: .called, number: "A001", language: .zh,
    text: "请A001号到3号窗口办理。\"好\"", phone: phone)

  private func read(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  @Test func `reads one JSON object and nothing about the phone anywhere else`() async throws {
    let outcome = try await send(
      """
      cat > \(folder.path("in")); tr '\\0' ' ' < /proc/$$/cmdline > \(folder.path("command"))
      env > \(folder.path("env")); pwd > \(folder.path("pwd")); ls -l /proc/$$/fd > \(folder.path("fd"))
      """)
    #expect(outcome == .sent)
    let object = try #require(try JSONValue(parsing: Array(read("in").utf8)).objectValue)
    #expect(
      object == [
        "id": "test-1-called", "kind": "called", "number": "A001", "language": "zh",
        "text": .string(Self.notice.text), "phone": .string(phone),
      ])
    #expect(try !read("command").contains(phone))
    let environment = try read("env")
    #expect(!environment.contains(phone))
    #expect(!environment.contains("HOME="), "the service's own environment stays with it")
    #expect(try read("pwd") == "/\n")
    let open = try read("fd").split(separator: "\n").compactMap { line in
      line.firstRange(of: " -> ").map { String(line[$0.upperBound...]) }
    }
    let own = ["/dev/null", folder.path("send.sh"), folder.path("fd")]
    #expect(!open.isEmpty)
    #expect(
      open.allSatisfy { own.contains($0) || $0.hasPrefix("pipe:") },
      "no socket and no ledger of the service: \(open)")
  }

  @Test(arguments: [
    ("exit 0", NoticeOutcome.sent),
    ("cat >/dev/null; yes junk | head -c 1000000; echo more >&2", .sent),
    ("exit 75", .tryAgain(why: "PATH says: later")),
    ("kill -9 $$", .tryAgain(why: "PATH was ended by signal 9")),
    ("exit 1", .refused(why: "PATH ended with status 1")),
    ("no-such-command", .refused(why: "PATH ended with status 127")),
  ])
  func `says with its exit status what became of the notice`(
    _ body: String, _ expected: NoticeOutcome
  ) async throws {
    let outcome = try await send(body)
    let path = folder.path("send.sh")
    switch expected {
    case .sent: #expect(outcome == .sent)
    case .tryAgain(let why):
      #expect(outcome == .tryAgain(why: why.replacing("PATH", with: path)))
    case .refused(let why):
      #expect(outcome == .refused(why: why.replacing("PATH", with: path)))
    }
  }

  @Test func `that hangs is killed with all it started`() async throws {
    let child = folder.path("child")
    let outcome = try await send(
      "sleep 1000 & echo $! > \(child).new; mv \(child).new \(child); wait",
      deadline: .seconds(2))
    guard case .tryAgain(let why) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(why.contains("took too long"))
    let pid = try #require(pid_t(try read("child").trimmingCharacters(in: .newlines)))
    // Its parent is gone too: whoever inherits it reaps it, and until then it is dead all the same.
    while isAlive(pid) { try await Task.sleep(for: .milliseconds(10)) }
  }

  @Test func `that hangs does not hold up the end of the service`() async throws {
    let started = folder.path("started")
    let path = try program(
      "echo $$ > \(started).new; mv \(started).new \(started); while :; do sleep 1000; done")
    let sender = try ProgramSender(path: path, deadline: .seconds(3600))
    let sending = Task { await sender.send(Self.notice) }
    while access(started, F_OK) != 0 { try await Task.sleep(for: .milliseconds(10)) }
    sending.cancel()
    guard case .tryAgain = await sending.value else {
      Issue.record("a notice that was let go counts as sent")
      return
    }
    let pid = try #require(pid_t(try read("started").trimmingCharacters(in: .newlines)))
    #expect(!isAlive(pid))
  }

  @Test func `that everybody could change is not run, at the start nor later`() async throws {
    let path = try program("exit 0", mode: 0o757)
    #expect(throws: UntrustedProgram.self) { try ProgramSender(path: path) }
    #expect(throws: UntrustedProgram.self) { try ProgramSender(path: "send.sh") }
    #expect(throws: UntrustedProgram.self) { try ProgramSender(path: folder.path("none")) }
    #expect(throws: UntrustedProgram.self) { try ProgramSender(path: "/tmp") }
    let sender = try ProgramSender(path: program("exit 0"))
    #expect(await sender.send(Self.notice) == .sent)
    #expect(chmod(folder.url.path, 0o777) == 0)
    guard case .tryAgain(let why) = await sender.send(Self.notice) else {
      Issue.record("a program in a folder of everybody's was run")
      return
    }
    #expect(why.contains("which every user can change"))
    #expect(chmod(folder.url.path, 0o700) == 0)
  }

  @Test func `is told about in logs without the phone`() {
    #expect("\(Self.notice)" == "test-1-called")
    #expect(!String(reflecting: Self.notice).contains(phone))
    var dumped = ""
    dump(Self.notice, to: &dumped)
    #expect(!dumped.contains(phone))
  }

  private func isAlive(_ pid: pid_t) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let state = stat.split(separator: ")").last?.split(separator: " ").first
    else { return false }
    return state != "Z"
  }
}
