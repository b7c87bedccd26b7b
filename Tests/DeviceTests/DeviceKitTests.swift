import DeviceKit
import DeviceTestSupport
import EvaluationPads
import Foundation
import Hall
import Logging
import Synchronization
import TestSupport
import Testing

struct `Device addresses` {
  @Test(arguments: [
    ("serial:/dev/ttyUSB0?baud=9600", DeviceAddress.serial(path: "/dev/ttyUSB0", baud: 9600)),
    ("serial:/dev/hallway/reader", .serial(path: "/dev/hallway/reader", baud: nil)),
    ("tcp:192.168.1.40:9100", .tcp(host: "192.168.1.40", port: 9100)),
    ("tcp:[fd00::40]:9100", .tcp(host: "fd00::40", port: 9100)),
    ("tcp:localhost:1", .tcp(host: "127.0.0.1", port: 1)),
  ])
  func `are read and written back`(text: String, expected: DeviceAddress) throws {
    let address = try DeviceAddress(text)
    #expect(address == expected)
    #expect(try DeviceAddress(address.description) == expected)
  }

  @Test(arguments: [
    "", "serial", "ubs:0400:c35a", "serial:ttyS0", "serial:/dev/ttyS0?baud=1",
    "serial:/a?speed=9600",
    "serial:/a\0b", "tcp:", "tcp:host", "tcp:1.2.3.4", "tcp:1.2.3.4:0", "tcp:1.2.3.4:65536",
    "tcp:printer.example:9100", "tcp:::1:9100", "tcp:[1.2.3.4]:9100", "tcp::9100",
  ])
  func `that are none are refused with a reason`(text: String) {
    let error = #expect(throws: DeviceAddress.ParseError.self) { try DeviceAddress(text) }
    #expect(error?.reason.isEmpty == false)
  }

  @Test func `that name no speed take the driver's`() throws {
    let pad = try FF68Pad(
      DeviceRequest(id: DeviceID("pad"), address: DeviceAddress("serial:/dev/none")),
      bench: quickBench())
    #expect(pad.supervision.address.description == "serial:/dev/none?baud=9600")
    #expect(pad.supervision.board.status.address == "serial:/dev/none?baud=9600")
  }

  @Test func `ten thousand random texts do not trap`() async {
    var dice = Dice(state: 5)
    for _ in 0..<10_000 {
      await Task.yield()
      let noise = String(decoding: dice.bytes(0...30), as: UTF8.self)
      for scheme in ["", "serial:/", "tcp:[", "tcp:1.2.3.4:"] {
        _ = try? DeviceAddress(scheme + noise)
        _ = RecordingLine("r 1ms " + noise)
        _ = try? ReplayScript(noise)
      }
    }
  }
}

struct `Back-off` {
  @Test func `doubles, is bounded and starts anew`() {
    var backoff = Backoff(first: .milliseconds(250), limit: .seconds(1))
    #expect((0..<4).map { _ in backoff.pause() } == [0.25, 0.5, 1, 1].map { .seconds($0) })
    backoff.reset()
    #expect(backoff.pause() == .milliseconds(250))
  }
}

/// Keeps nothing of a secret that is the byte 4.
private struct WithoutFours: Redactor {
  mutating func read(_ bytes: [UInt8]) -> [UInt8] { bytes.map { $0 == 4 ? 0 : $0 } }
  mutating func written(_ bytes: [UInt8]) -> [UInt8]? { bytes }
  mutating func finish() -> [UInt8] { [] }
}

struct `Recordings` {
  @Test func `a recorded exchange replays, and differences are faults`() throws {
    let lines = Mutex<[RecordingLine]>([])
    let waker = try Waker()
    let source = try ReplayScript("w 0ms 01 02\nr 5ms 03 04 05\nf 9ms unplugged pulled")
    let link = RecordingLink(
      ReplayLink(source, waker: waker), redactor: WithoutFours(),
      sink: { line in lines.withLock { $0.append(line) } })
    try link.write([1, 2], deadline: .after(.seconds(1)))
    #expect(try link.read(upTo: 2, deadline: .after(.seconds(1))) == [3, 4])
    #expect(try link.read(upTo: 9, deadline: .after(.seconds(1))) == [5])
    #expect(throws: DeviceFault(.unplugged, "pulled")) {
      try link.read(upTo: 1, deadline: .after(.seconds(1)))
    }
    #expect(link.bytesWritten == 2)

    let text = lines.withLock { $0.map(\.text) }.joined(separator: "\n")
    #expect(text.hasSuffix("unplugged pulled"))
    let script = try ReplayScript("# by hand\n\n" + text)
    let replay = ReplayLink(script, waker: waker)
    try replay.write([1], deadline: .after(.seconds(1)))
    try replay.write([2], deadline: .after(.seconds(1)))
    #expect(try replay.read(upTo: 9, deadline: .after(.seconds(1))) == [3, 0], "redacted")
    let fault = #expect(throws: DeviceFault.self) {
      try replay.write([7], deadline: .after(.seconds(1)))
    }
    #expect(fault?.code == .protocolError)
    #expect(!script.isFinished)
  }

  @Test(arguments: ["a file", "a FIFO", "a link", "nothing"])
  func `a recording is its owner's alone, whatever stood in its place`(before: String) throws {
    let directory = TemporaryDirectory()
    let path = directory.path("recording")
    let other = directory.path("other")
    switch before {
    case "a file":
      #expect(FileManager.default.createFile(atPath: path, contents: Data("old".utf8)))
      #expect(chmod(path, 0o644) == 0)
    case "a FIFO": #expect(mkfifo(path, 0o644) == 0)
    case "a link":
      #expect(FileManager.default.createFile(atPath: other, contents: Data("kept".utf8)))
      #expect(symlink(other, path) == 0)
    default: break
    }
    _ = try Recorder(
      path: path, driver: FF68Pad.driver,
      device: DeviceRequest(id: DeviceID("pad"), address: DeviceAddress("serial:/dev/none")))
    var status = stat()
    #expect(lstat(path, &status) == 0)
    #expect(status.st_mode == S_IFREG | 0o600)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("# Hallway recording 1\n") && !text.contains("old"))
    if before == "a link" { #expect(try String(contentsOfFile: other, encoding: .utf8) == "kept") }
  }

  @Test func `a line that is none is named`() {
    let error = #expect(throws: ReplayScript.ParseError.self) {
      try ReplayScript("w 1ms 00\nq 1ms nobodyAsks 00")
    }
    #expect(error?.line == 2)
  }
}

struct `Printable text` {
  @Test(arguments: [
    ("  a \t\n b  ", "a b"), ("\u{1B}[2J\u{9B}x", "[2Jx"), ("李\u{202E}\u{2066}四\u{200D}", "李四"),
    ("葛\u{E0100}", "葛"), ("\u{FFFF}\u{FEFF}", ""), ("王\u{E000}", "王\u{E000}"),
  ])
  func `keeps what can be read and nothing that acts`(text: String, expected: String) {
    #expect(Sanitiser.line(text) == expected)
  }
}

struct `Live links` {
  func links(_ script: @escaping FakePeer.Script) throws -> [(FakePeer, any ByteLink)] {
    try [FakePeer.pty(script), FakePeer.tcp(script)].map { peer in
      (peer, try openLiveLink(peer.address, Waker()))
    }
  }

  @Test func `carry every byte value both ways`() throws {
    let all = (0...255).map { UInt8($0) }
    let echo: FakePeer.Script = { pending in
      defer { pending = [] }
      return pending
    }
    for (peer, link) in try links(echo) {
      try link.write(all, deadline: .after(hangLimit))
      var got: [UInt8] = []
      while got.count < 256 { got += try link.read(upTo: 100, deadline: .after(hangLimit)) }
      #expect(got == all)
      #expect(link.bytesWritten == 256)
      peer.unplug()
    }
  }

  @Test func `give up at the deadline and report a pulled cable`() throws {
    for (peer, link) in try links({ _ in [] }) {
      try link.write([0], deadline: .after(.seconds(1)))
      let begun = ContinuousClock.now
      let silence = #expect(throws: DeviceFault.self) {
        try link.read(upTo: 1, deadline: .after(.milliseconds(60)))
      }
      #expect(silence?.code == .silent)
      #expect(begun.duration(to: .now) >= .milliseconds(60))
      peer.unplug()
      let gone = #expect(throws: DeviceFault.self) {
        try link.read(upTo: 1, deadline: .after(.seconds(5)))
      }
      #expect(gone?.code == .unplugged)
    }
  }

  @Test func `a peer that takes nothing ends a write at the deadline, counted`() throws {
    let waker = try Waker()
    let isBlocked = DispatchSemaphore(value: 0)
    let peer = try FakePeer.pty { _ in
      isBlocked.wait()
      return []
    }
    let link = try openLiveLink(peer.address, waker)
    let fault = #expect(throws: DeviceFault.self) {
      try link.write([UInt8](repeating: 1, count: 1_000_000), deadline: .after(.milliseconds(100)))
    }
    #expect(fault?.code == .silent)
    #expect((1..<1_000_000).contains(link.bytesWritten))
    isBlocked.signal()
    isBlocked.signal()
    peer.drop()
  }

  @Test func `another thread ends a wait at once`() throws {
    let waker = try Waker()
    let peer = try FakePeer.pty { _ in [] }
    defer { peer.unplug() }
    let link = try openLiveLink(peer.address, waker)
    Thread.detachNewThread { waker.stop() }
    let begun = ContinuousClock.now
    #expect(throws: DeviceFault.self) { try link.read(upTo: 1, deadline: .after(.seconds(30))) }
    #expect(begun.duration(to: .now) < .seconds(20))
  }

  @Test func `a peer that never stops sending does not keep the hall from stopping`() throws {
    let waker = try Waker()
    let peer = try FakePeer.pty { _ in [] }
    defer { peer.unplug() }
    let link = try openLiveLink(peer.address, waker)
    peer.say([1, 2])
    #expect(try link.read(upTo: 1, deadline: .after(.seconds(5))) == [1])
    waker.stop()
    let fault = #expect(throws: DeviceFault.self) {
      try link.read(upTo: 1, deadline: .after(.seconds(5)))
    }
    #expect(fault?.message == "the hall is shutting down")
  }

  @Test func `a device that changes without end shows it all and logs some of it`() throws {
    let lines = Mutex(0)
    let board = StatusBoard(
      id: DeviceID("printer"), kind: .ticketPrinter, address: try DeviceAddress("tcp:127.0.0.1:1"),
      wallTime: noon,
      logger: Logger(label: "test", factory: { _ in CountingLog { lines.withLock { $0 += 1 } } }))
    for turn in 0..<1000 {
      board.show(turn.isMultiple(of: 2) ? .ready : .faulted(DeviceFault(.silent, "")))
    }
    #expect(board.status.state == .faulted(DeviceFault(.silent, "")))
    #expect((1...100).contains(lines.withLock { $0 }))
  }

  @Test func `an address with nobody behind it is absent`() throws {
    for text in [
      "serial:/dev/hallway-none?baud=9600", "serial:/dev/null?baud=9600", "tcp:127.0.0.1:1",
    ] {
      let fault = #expect(throws: DeviceFault.self) {
        try openLiveLink(DeviceAddress(text), Waker())
      }
      #expect(fault?.code == .absent, "\(text)")
    }
  }
}

/// Calls back for every line.
private struct CountingLog: LogHandler {
  let count: @Sendable () -> Void
  var logLevel = Logger.Level.notice
  var metadata = Logger.Metadata()
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  init(_ count: @escaping @Sendable () -> Void) { self.count = count }
  func log(event: LogEvent) { count() }
}
