import Glibc
import Hall
import Synchronization

/// Writes the recording of one device into a file: a bug report is a recording, and a recording
/// becomes a test.
public final class Recorder: Sendable {
  /// Enough for a day of a busy device; a forgotten recorder must not fill the disk.
  static let limit = 64 << 20

  private let file: Descriptor
  private let redactor: @Sendable () -> any Redactor
  private let state = Mutex((written: 0, attempted: Deadline.now))

  /// Makes the file anew, readable by its owner alone, with a head that says what is recorded.
  ///
  /// - Throws: ``DeviceFault`` where the file cannot be made.
  public init(
    path: String, driver: Driver, device: DeviceRequest, note: String = ""
  ) throws(DeviceFault) {
    // Whatever stands there goes first: an older file would keep its mode, which others may read,
    // and a FIFO would hold up the hall.
    unlink(path)
    let raw = open(
      path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard raw >= 0 else { throw .system(errno, "open \(path)") }
    file = Descriptor(raw)
    let scheme = device.address.scheme
    redactor = { driver.redactor(scheme) }
    write("# Hallway recording 1\n")
    write("# driver: \(driver.descriptor.name)\n")
    write("# device: \(device.id)\n")
    write("# address: \(device.address)\n")
    for (name, value) in device.options.sorted(by: { $0.key < $1.key }) {
      write("# option: \(name)=\(Sanitiser.line(value.description))\n")
    }
    if !note.isEmpty { write("# note: \(Sanitiser.line(note))\n") }
  }

  /// An opener that records what crosses the links `opener` opens.
  public func recording(_ opener: @escaping LinkOpener) -> LinkOpener {
    { [self] request, waker throws(DeviceFault) in
      do throws(DeviceFault) {
        let link = try opener(request, waker)
        note(.opened(milliseconds: sinceLastAttempt()))
        return RecordingLink(link, redactor: redactor()) { [self] in note($0) }
      } catch {
        note(.refused(error, milliseconds: sinceLastAttempt()))
        throw error
      }
    }
  }

  private func sinceLastAttempt() -> Int64 {
    state.withLock { state in
      let now = Deadline.now
      defer { state.attempted = now }
      return state.attempted.duration(to: now).wholeMilliseconds
    }
  }

  private func note(_ line: RecordingLine) { write(line.text + "\n") }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    let fits = state.withLock { state in
      guard state.written + bytes.count <= Self.limit else { return false }
      state.written += bytes.count
      return true
    }
    // A full disk ends the recording, never the device.
    if fits { _ = retryingInterrupts { Glibc.write(file.raw, bytes, bytes.count) } }
  }
}
