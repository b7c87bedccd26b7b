import DeviceKit
import DeviceTestSupport
import Foundation
import Hall
import IDCardReaders
import Logging
import Synchronization
import TestSupport
import Testing

/// An actor on a device's thread that blocks it.
private actor Blocker {
  let thread: DeviceThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init() throws { thread = try DeviceThread(name: "blocker") }

  func threadID() -> UInt { UInt(pthread_self()) }

  func block(until released: DispatchSemaphore) { released.wait() }
}

struct `Device threads` {
  @Test func `serve their actor on one thread that is nobody else's`() async throws {
    let first = try Blocker()
    let second = try Blocker()
    let own = await first.threadID()
    for _ in 0..<20 { #expect(await first.threadID() == own) }
    #expect(await second.threadID() != own)
  }

  @Test func `blocked, they hold up neither the pool nor another device`() async throws {
    let released = DispatchSemaphore(value: 0)
    // More than the pool has threads.
    let blockers = try (0..<16).map { _ in try Blocker() }
    await withTaskGroup(of: Void.self) { group in
      for blocker in blockers { group.addTask { await blocker.block(until: released) } }
      let free = try? Blocker()
      let answered = await free?.threadID()
      #expect(answered != nil)
      for _ in blockers { released.signal() }
    }
  }

  @Test func `end with their actor`() async throws {
    weak var thread: DeviceThread?
    do {
      let blocker = try Blocker()
      thread = blocker.thread
      _ = await blocker.threadID()
    }
    let limit = Deadline.after(hangLimit)
    while thread != nil, Deadline.now < limit { try await Task.sleep(for: .milliseconds(5)) }
    #expect(thread == nil)
  }
}

struct `Supervised devices` {
  @Test func `a hung reader does not delay another`() async throws {
    let healthy = try FakePeer.pty(samScript(healthy))
    defer { healthy.unplug() }
    let released = DispatchSemaphore(value: 0)
    // Each blocks its thread until the healthy one is ready: more than the pool has threads.
    let runs = try (0..<8).map { _ in
      let reader = try reader(at: DeviceAddress("serial:/dev/hung")) { _, _ throws(DeviceFault) in
        released.wait()
        throw DeviceFault(.absent, "let go")
      }
      return Task { await reader.run() }
    }
    // Those that had been tried once are tried again: what is let go stays let go.
    defer { for _ in 0..<10_000 { released.signal() } }
    try await running(reader(at: healthy)) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
    }
    for run in runs { run.cancel() }
    for _ in 0..<10_000 { released.signal() }
    for run in runs { await run.value }
  }

  @Test func `a device plugged in late becomes ready, and every listener sees each state`()
    async throws
  {
    let peer = try FakePeer.pty(samScript(healthy))
    let isPlugged = Atomic(false)
    let reader = try SAMVReader(
      DeviceRequest(id: DeviceID("reader"), address: peer.address),
      bench: quickBench { request, waker throws(DeviceFault) in
        guard isPlugged.load(ordering: .relaxed) else { throw DeviceFault(.absent, "not yet") }
        return try openLiveLink(request, waker)
      })
    // They listen from the start, whenever their tasks have their turn.
    let listeners = await [reader.statuses(), reader.statuses()]
    try await running(reader) { reader in
      let histories = listeners.map { statuses in
        Task {
          var states: [DeviceState] = []
          // Why it is absent is told as soon as it is known, in the same state.
          for await status in statuses where status.state != states.last {
            states.append(status.state)
          }
          return states
        }
      }
      try await status(of: reader, "absent") { $0.state == .absent }
      isPlugged.store(true, ordering: .relaxed)
      try await status(of: reader, "ready") { $0.state == .ready }
      peer.unplug()
      try await status(of: reader, "absent again") { $0.state == .absent }
      for history in histories {
        history.cancel()
        let states = await history.value
        // How much of it a listener has taken when it is cancelled is its own affair.
        #expect([.absent, .opening, .ready, .absent].starts(with: states.prefix(4)))
      }
    }
  }

  @Test func `each change of state is logged once, however often the device is tried`()
    async throws
  {
    let book = LogBook(level: .info)
    let attempts = Atomic(0)
    let reader = try SAMVReader(
      DeviceRequest(id: DeviceID("reader"), address: DeviceAddress("serial:/dev/none")),
      bench: quickBench(logger: book.logger) { _, _ throws(DeviceFault) in
        let attempt = attempts.wrappingAdd(1, ordering: .relaxed).newValue
        throw DeviceFault(.permissionDenied, "attempt \(attempt)")
      })
    try await running(reader) { _ in
      try await within(hangLimit, "ten attempts") {
        while attempts.load(ordering: .relaxed) < 10 { try await Task.sleep(for: .milliseconds(5)) }
      }
      #expect(
        book.lines
          == ["idCardReader reader at serial:/dev/none?baud=115200: permissionDenied: attempt 1"])
    }
  }

  @Test func `the end of the hall is nothing that a device logs`() async throws {
    let book = LogBook(level: .info)
    let peer = try FakePeer.pty(samScript(healthy))
    defer { peer.unplug() }
    let reader = try SAMVReader(
      DeviceRequest(id: DeviceID("reader"), address: peer.address),
      bench: quickBench(logger: book.logger))
    try await running(reader) { reader in
      try await status(of: reader, "ready") { $0.state == .ready }
    }
    #expect(await reader.status().state == .absent)
    #expect(
      book.lines == ["idCardReader reader at \(peer.address): ready"])
  }

  @Test func `statuses end with the run, the present one still told`() async throws {
    let reader = try SAMVReader(
      DeviceRequest(id: DeviceID("reader"), address: DeviceAddress("serial:/dev/none")),
      bench: quickBench())
    let early = await reader.statuses()
    try await running(reader) { _ in }
    try await within(hangLimit, "the end") { for await _ in early {} }
    var late: [DeviceState] = []
    for await status in await reader.statuses() { late.append(status.state) }
    #expect(late == [.absent])
  }

  @Test func `a driver refuses an address it does not speak over`() throws {
    let networkOnly = DriverDescriptor(
      name: "network-only", kind: .ticketPrinter, schemes: [.tcp], baud: 9600, abilities: [],
      timeouts: [])
    let fault = #expect(throws: DeviceFault.self) {
      try Supervision(
        networkOnly,
        DeviceRequest(id: DeviceID("printer"), address: .serial(path: "/dev/none", baud: 9600)),
        quickBench())
    }
    #expect(fault?.code == .protocolError)
  }
}
