import DeviceTestSupport
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DeviceKit

/// A FIFO that plays a device node: what is written can be read again.
private struct FIFO: ~Copyable {
  let path = FileManager.default.temporaryDirectory.path + "/node-\(UUID().uuidString)"

  init() throws {
    guard mkfifo(path, 0o640) == 0 else { throw DeviceFault(.absent, "mkfifo: \(errno)") }
  }

  deinit { unlink(path) }
}

struct `A device node` {
  /// Trap 5: udev's rules run after the node has appeared.
  @Test func `trap 5: that refuses us for a moment after the plug is opened when it does not`()
    throws
  {
    var refusals = [EACCES, EPERM, EACCES]
    let opened = NodeAccess.open("/dev/null", O_RDONLY, rule: "") { path, flags in
      guard refusals.isEmpty else {
        errno = refusals.removeFirst()
        return -1
      }
      return Glibc.open(path, flags)
    }
    #expect(refusals.isEmpty)
    close(try opened.get())
  }

  @Test func `that is not there is absent at once`() {
    let begun = ContinuousClock.now
    let opened = NodeAccess.open("/dev/none", O_RDONLY, rule: "")
    #expect(throws: DeviceFault.self) { try opened.get() }
    #expect(begun.duration(to: .now) < NodeAccess.patience)
  }

  /// Trap 4: what a technician needs to know.
  @Test func `trap 4: that goes on refusing is explained with mode, groups and the rule`() throws {
    let fifo = try FIFO()
    chmod(fifo.path, 0o640)
    let node = HardwareNode(
      .usb, path: fifo.path, sysPath: "", ids: USBID(0x0400, 0xC35A), port: "1-2")
    let opened = NodeAccess.open(
      node.path, O_RDONLY, rule: node.rule, patience: .milliseconds(60)
    ) { _, _ in
      errno = EACCES
      return -1
    }
    let fault = #expect(throws: DeviceFault.self) { try opened.get() }
    #expect(fault?.code == .permissionDenied)
    let message = fault?.message ?? ""
    for part in [
      fifo.path, "0640", "user \(geteuid())", "root(0)",
      #"SUBSYSTEM=="usb", ATTR{idVendor}=="0400", ATTR{idProduct}=="c35a""#, "GROUP=\"hallway\"",
    ] {
      #expect(message.contains(part), "\(part) in \(message)")
    }
  }

  @Test func `of a HID device takes and gives reports, and cuts none`() throws {
    let fifo = try FIFO()
    let link = try HIDRawLink(path: fifo.path, waker: Waker())
    try link.write([0, 1, 2, 3], deadline: .after(.seconds(5)))
    #expect(link.bytesWritten == 4)
    #expect(try link.waitForInput(until: .after(.seconds(5))))
    #expect(try link.read(upTo: 64, deadline: .after(.seconds(5))) == [0, 1, 2, 3])
    try link.write([0, 1, 2, 3], deadline: .after(.seconds(5)))
    let fault = #expect(throws: DeviceFault.self) {
      try link.read(upTo: 3, deadline: .after(.seconds(5)))
    }
    #expect(fault?.code == .protocolError)
  }

  /// Trap 23: whoever cannot have the device alone does not have it.
  @Test func `trap 23: of an input device is opened grabbed or not at all`() throws {
    let fifo = try FIFO()
    let fault = #expect(throws: DeviceFault.self) {
      try EvdevLink(path: fifo.path, waker: Waker())
    }
    #expect(fault?.message.contains("EVIOCGRAB") == true)
  }

  /// Trap 22: a node whose status cannot be asked prints all the same.
  @Test func `trap 22: of a printer prints also where its port does not answer`() throws {
    let fifo = try FIFO()
    let link = try PrinterNodeLink(path: fifo.path, waker: Waker())
    for question in [PortQuestion.printerStatus, .printerID, .printerReset] {
      #expect(throws: DeviceFault.self) { try link.ask(question, deadline: .after(.seconds(5))) }
    }
    #expect(try link.ask(.reportDescriptor, deadline: .after(.seconds(5))) == nil)
    let ticket = [UInt8](repeating: 0x41, count: 20_000)
    try link.write(ticket, deadline: .after(.seconds(5)))
    #expect(link.bytesWritten == 20_000)
  }

  /// Trap 11: a deadline says nothing of what was taken.
  @Test func `trap 11: that stops taking is given up with the bytes it took counted`() throws {
    let fifo = try FIFO()
    let link = try PrinterNodeLink(path: fifo.path, waker: Waker())
    let fault = #expect(throws: DeviceFault.self) {
      try link.write([UInt8](repeating: 0, count: 1 << 20), deadline: .after(.milliseconds(50)))
    }
    #expect(fault?.code == .silent)
    #expect((1..<(1 << 20)).contains(link.bytesWritten))
  }
}

/// Traps 1 and 25: nothing a device does holds up its thread for longer than the deadline.
struct `A call that stays in the kernel` {
  @Test func `is left at the deadline, and its value is disposed of once`() async throws {
    let gate = DispatchSemaphore(value: 0)
    let (late, latecomer) = AsyncStream.makeStream(of: Int.self)
    let fault = #expect(throws: DeviceFault.self) {
      try abandonably(
        "call", until: .after(.milliseconds(20)), Waker(),
        late: { (value: Int) in latecomer.yield(value) },
        {
          gate.wait()
          return 7
        })
    }
    #expect(fault?.code == .silent)
    gate.signal()
    let value = try await within(hangLimit, "the late value") {
      await late.first { _ in true }
    }
    #expect(value == 7)
  }

  @Test func `costs one thread however often the device is tried, and one for its rescue`()
    async throws
  {
    let gate = DispatchSemaphore(value: 0)
    let waker = try Waker()
    let (late, latecomer) = AsyncStream.makeStream(of: Int.self)
    func attempt(_ number: Int, isRescue: Bool = false) throws(DeviceFault) {
      _ = try abandonably(
        "call", until: .after(.milliseconds(20)), waker, isRescue: isRescue,
        late: { (value: Int) in latecomer.yield(value) },
        {
          gate.wait()
          return number
        })
    }
    #expect(throws: DeviceFault.self) { try attempt(0) }
    #expect(throws: DeviceFault.self) { try attempt(1, isRescue: true) }
    for number in 2..<20 {
      let isRescue = number.isMultiple(of: 2)
      let fault = #expect(throws: DeviceFault.self) { try attempt(number, isRescue: isRescue) }
      #expect(fault?.code == .silent)
    }
    // Another device's calls are its own.
    #expect(try abandonably("call", until: .after(.seconds(60)), Waker()) { 7 } == 7)
    for _ in 0..<20 { gate.signal() }
    let values = try await within(hangLimit, "the late values") {
      var values: Set<Int> = []
      for await value in late {
        values.insert(value)
        if values.count == 2 { break }
      }
      return values
    }
    #expect(values == [0, 1])
    for number in 0..<100 {
      #expect(try abandonably("call", until: .after(.seconds(60)), waker) { number } == number)
    }
  }

  @Test func `is left when the hall stops`() throws {
    let gate = DispatchSemaphore(value: 0)
    defer { gate.signal() }
    let waker = try Waker()
    Thread.detachNewThread { waker.stop() }
    let begun = ContinuousClock.now
    #expect(throws: DeviceFault.self) {
      try abandonably("call", until: .after(.seconds(60)), waker) { gate.wait() }
    }
    #expect(begun.duration(to: .now) < .seconds(30))
  }

  @Test func `may outlast the command of a caller who gave up`() throws {
    let waker = try Waker()
    waker.beginCommand(1, until: .now)
    waker.cancelCommand(1)
    let fault = #expect(throws: DeviceFault.self) {
      try abandonably("call", until: .after(.seconds(60)), waker) { 7 }
    }
    #expect(fault?.code == .cancelled)
    // The one before is left, and may still be out.
    let value = try abandonably(
      "call", until: .after(.seconds(60)), waker, isRescue: true, heedsCommand: false
    ) { 7 }
    #expect(value == 7)
  }

  @Test func `leaves a camera's node to be opened anew`() throws {
    let waker = try Waker()
    var node = try VideoNode("/dev/null", rule: nil, waker)
    var argument = Int32(0)
    let own = #expect(throws: DeviceFault.self) { try node.exchange(0, &argument, "one") }
    #expect(own?.code == .protocolError, "its own answer, ENOTTY")
    waker.stop()
    #expect(throws: DeviceFault.self) { try node.exchange(0, &argument, "two") }
    let refused = #expect(throws: DeviceFault.self) { try node.canCapture() }
    #expect(refused?.code == .silent)
    #expect(refused?.message.contains("two of /dev/null") == true)
  }

  @Test func `and comes back in time gives its value`() throws {
    #expect(try abandonably("call", until: .after(.seconds(60)), Waker()) { 7 } == 7)
  }
}

struct `The watch for hotplug` {
  @Test func `ends when nobody listens`() async throws {
    let changes = HotplugWatch.changes(logger: silentLogger)
    let listener = Task {
      for await _ in changes {}
    }
    listener.cancel()
    try await within(hangLimit, "its end") { await listener.value }
  }
}
