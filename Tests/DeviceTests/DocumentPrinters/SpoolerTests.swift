import CUPSSpooling
import DeviceKit
import DeviceTestSupport
import DocumentPrinters
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(.serialized)
struct `A queue of CUPS` {
  @Test func `prints PDF through the filters of a driverless queue`() async throws {
    let spooler = try await PrintServer()
    let server = try await SoftwarePrinter(
      "say STATE: +media-empty; await go; say STATE: -media-empty")
    try await spooler.add("a4", for: server, ["-m", "everywhere"])
    try await running(printer(at: spooler.address(of: "a4"))) { printer in
      try await ready(printer)
      let document = try page()
      async let outcome = printer.print(document)
      try await status(of: printer, "no paper") {
        isFaulted($0, .paperOut) && $0.paper == .out
      }
      try server.make("go")
      #expect(await outcome == .printed)
      #expect(server.documents.count == 1)
    }
  }

  @Test func `trap 9: the printer pulled off behind the spooler is never printed`() async throws {
    let spooler = try await PrintServer()
    let server = try await SoftwarePrinter("await never")
    try await spooler.add("a4", for: server, ["-m", "everywhere"])
    try await running(printer(at: spooler.address(of: "a4"), seconds: 10)) { printer in
      try await ready(printer)
      let document = try page()
      async let outcome = printer.print(document)
      // Pulled while it answers CUPS's ipp backend, the job is completed to that (README.md).
      try await server.isLeftAlone()
      server.pullPlug()
      // Either CUPS ends the job, or its deadline does; whichever, nobody knows what came out.
      let ended = await outcome
      #expect(ended.doubt != nil, "\(ended)")
    }
  }

  @Test func `trap 7: what waits behind somebody else's endless job surely did not print`()
    async throws
  {
    let spooler = try await PrintServer()
    let server = try await SoftwarePrinter("await never")
    try await spooler.add("a4", for: server, ["-m", "everywhere"])
    let address = try spooler.address(of: "a4")
    let first = try printer(at: address, seconds: 60)
    let running = Task { await first.run() }
    try await ready(first)
    let document = try page()
    let endless = Task { await first.print(document) }
    try await server.began()
    try await DeviceTestSupport.running(printer(at: address, seconds: 1)) { second in
      try await ready(second)
      #expect(await second.print(document).failure?.code == .silent)
    }
    endless.cancel()
    #expect(await endless.value.doubt?.code == .cancelled)
    running.cancel()
    await running.value
    #expect(server.documents.count == 1)
  }

  @Test func `trap 8: a queue that stopped by itself is resumed when the printer is back`()
    async throws
  {
    let spooler = try await PrintServer()
    var server: SoftwarePrinter? = try await SoftwarePrinter("")
    let port = try #require(server?.port)
    try await spooler.add(
      "a4", for: #require(server), ["-m", "everywhere", "-o", "printer-error-policy=stop-printer"])
    server?.pullPlug()
    server = nil
    try await running(printer(at: spooler.address(of: "a4"))) { printer in
      try await ready(printer)
      let document = try page()
      async let outcome = printer.print(document)
      // CUPS gives up, stops the queue, and would leave it so; why is shown.
      let seen = try await status(of: printer, "stopped") {
        isFaulted($0, .hardwareError)
      }
      #expect(seen.state.fault?.message.contains("not responding") == true)
      let again = try await SoftwarePrinter(port: port, "")
      #expect(await outcome == .printed)
      #expect(again.documents.count == 1)
      try await ready(printer)
    }
  }

  @Test func `trap 8: a queue that a person stopped stays stopped`() async throws {
    let spooler = try await PrintServer()
    let server = try await SoftwarePrinter("")
    try await spooler.add("a4", for: server, ["-m", "everywhere"])
    _ = try output(of: ["/usr/sbin/cupsdisable", "-h", spooler.socket, "a4"])
    try await running(printer(at: spooler.address(of: "a4"))) { printer in
      try await status(of: printer, "stopped") { isFaulted($0, .hardwareError) }
      let outcome = await printer.print(try page())
      #expect(outcome.failure?.message.contains("Paused") == true)
      #expect(server.documents.isEmpty)
    }
  }

  @Test func `trap 2: a spooler that hangs and comes back is noticed both times`() async throws {
    let spooler = try await PrintServer()
    let server = try await SoftwarePrinter("")
    try await spooler.add("a4", for: server, ["-m", "everywhere"])
    try await running(printer(at: spooler.address(of: "a4"))) { printer in
      try await ready(printer)
      spooler.freeze()
      #expect(await printer.print(try page()).failure?.code == .silent)
      try await status(of: printer, "silent") {
        isFaulted($0, .silent) && $0.paper == .unknown
      }
      spooler.thaw()
      try await ready(printer)
      #expect(await printer.print(try page()) == .printed)
    }
  }

  @Test func `takes raw bytes for a ticket printer, by the spooler's own socket`() async throws {
    let spooler = try await PrintServer()
    let server = try await SoftwarePrinter("")
    try await spooler.add("ticket", for: server, ["-m", "raw"])
    var destination = try #require(CUPSDestination("ticket"))
    destination.server = .socket(path: spooler.socket)
    let ticket: [UInt8] = [0x1B, 0x40, 0x41, 0x30, 0x30, 0x31, 0x0A, 0x1D, 0x56, 0x42, 0x00]
    let report = try await Asker().printRaw(ticket, to: destination, by: .after(.seconds(20)))
    #expect(report.state == .completed)
    #expect(server.files(ending: "").contains(ticket))
    // A queue that is not there: nothing was printed, surely.
    var nowhere = try #require(CUPSDestination("nowhere"))
    nowhere.server = .socket(path: spooler.socket)
    let fault = await #expect(throws: RawJobFault.self) {
      try await Asker().printRaw(ticket, to: nowhere, by: .after(.seconds(20)))
    }
    #expect(fault?.fault.code == .absent)
    #expect(fault?.mayHavePrinted == false)
  }
}

/// A server of the loopback interface that takes connections and treats them badly.
final class RudeServer: Sendable {
  let port: UInt16
  private let descriptor: Int32
  private let ended = Atomic(false)

  /// `drip` is said over and over, a byte every 50 ms; nothing where it is empty.
  init(drip: [UInt8]) throws {
    (descriptor, port) = try loopbackListener()
    Thread.detachNewThread { [self] in
      while !ended.load(ordering: .relaxed) {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { [self] in
          defer { close(connection) }
          var place = 0
          while !ended.load(ordering: .relaxed) {
            usleep(50_000)
            guard !drip.isEmpty else { continue }
            let byte = drip[place % drip.count]
            place += 1
            guard send(connection, [byte], 1, Int32(MSG_NOSIGNAL)) == 1 else { return }
          }
        }
      }
    }
  }

  func end() {
    ended.store(true, ordering: .relaxed)
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }
}

struct `A printer on the network` {
  @Test(arguments: [
    "", "HTTP/1.1 200 OK\r\nX: ",
    "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 99999\r\n\r\n\u{2}",
  ])
  func `that says nothing, or never ends what it says, is cut off at the deadline`(
    drip: String
  ) async throws {
    let server = try RudeServer(drip: Array(drip.utf8))
    defer { server.end() }
    try await running(printer(at: DeviceAddress("cups:ipp://127.0.0.1:\(server.port)/"))) {
      printer in
      try await status(of: printer, "silent") { isFaulted($0, .silent) }
    }
  }

  @Test func `that is no printer is told from one that is off`() async throws {
    let peer = try FakePeer.tcp { pending in
      defer { pending = [] }
      return Array("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".utf8)
    }
    defer { peer.unplug() }
    guard case .tcp(_, let port) = peer.address else { return }
    try await running(printer(at: DeviceAddress("cups:ipp://127.0.0.1:\(port)/none"))) { printer in
      try await status(of: printer, "absent") { $0.state == .absent }
      #expect(await printer.print(try page()).failure?.code == .absent)
    }
  }
}
