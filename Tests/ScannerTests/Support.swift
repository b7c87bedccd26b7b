import DeviceKit
import DeviceTestSupport
import Glibc
import Scanners
import Synchronization
import TestSupport

func request(_ address: String, _ options: [String: OptionValue] = [:]) throws -> DeviceRequest {
  DeviceRequest(id: DeviceID("scanner"), address: try DeviceAddress(address), options: options)
}

/// A line whose other end the test holds: each push is one read, as hidraw and evdev do it.
final class ScriptedLine: Sendable {
  struct State {
    var pending: [[UInt8]] = []
    var written: [[UInt8]] = []
    var descriptor: [UInt8]?
    var isGone = false
  }

  let state: Mutex<State>

  init(descriptor: [UInt8]? = nil) { state = Mutex(State(descriptor: descriptor)) }

  func push(_ bytes: [UInt8]) { state.withLock { $0.pending.append(bytes) } }
  func unplug() { state.withLock { $0.isGone = true } }
  func plug() { state.withLock { $0.isGone = false } }

  var opener: LinkOpener {
    { [self] _, _ throws(DeviceFault) in
      if state.withLock({ $0.isGone }) { throw DeviceFault(.absent, "nothing is plugged in") }
      return Link(self)
    }
  }

  private final class Link: ByteLink {
    let line: ScriptedLine
    var bytesWritten = 0

    init(_ line: ScriptedLine) { self.line = line }

    func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
      bytesWritten += bytes.count
      line.state.withLock { $0.written.append(bytes) }
    }

    func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
      let bytes: [UInt8]? = line.state.withLock { state in
        guard let first = state.pending.first else { return nil }
        state.pending[0] = Array(first.dropFirst(count))
        if state.pending[0].isEmpty { state.pending.removeFirst() }
        return Array(first.prefix(count))
      }
      guard let bytes else { throw DeviceFault(.silent, "nothing was pushed") }
      return bytes
    }

    /// Looks every millisecond, so that a test need not know when the driver waits.
    func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
      let soon = min(deadline, .after(.milliseconds(100)))
      repeat {
        let (isThere, isGone) = line.state.withLock { (!$0.pending.isEmpty, $0.isGone) }
        if isGone { throw DeviceFault(.unplugged, "the line was hung up") }
        if isThere { return true }
        usleep(1000)
      } while Deadline.now < soon
      return false
    }

    func discardInput() throws(DeviceFault) { line.state.withLock { $0.pending = [] } }

    func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]? {
      question == .reportDescriptor ? line.state.withLock { $0.descriptor } : nil
    }
  }
}

/// The first `count` codes.
func codes(_ count: Int, of stream: AsyncStream<ScannedCode>) async throws -> [ScannedCode] {
  try await within(hangLimit, "\(count) codes") {
    var codes: [ScannedCode] = []
    for await code in stream {
      codes.append(code)
      if codes.count == count { break }
    }
    return codes
  }
}
