public import DeviceKit
import Glibc

/// The site's own program that makes a picture of a WLT photo (A.9).
///
/// All decoders in use are closed and none is part of Hallway. The program gets 1024 bytes of WLT on
/// stdin and answers with a BMP or JPEG on stdout. It runs in a process of its own, without
/// environment, descriptors or arguments; what it does wrong is its own fault and no reader's.
public actor PhotoDecoder {
  public enum Failure: Error, Sendable, Equatable {
    /// Not 1024 bytes of WLT.
    case noPhoto
    /// The program could not be started; the number is an errno.
    case notStarted(Int32)
    /// It was killed at the deadline.
    case tooSlow
    /// It said more than any picture needs and was killed.
    case tooMuch
    /// It died of a signal.
    case crashed(signal: Int32)
    /// It said that it failed.
    case failed(status: Int32)
    /// What it said is neither BMP nor JPEG.
    case noPicture
  }

  /// A person stands before the machine; a picture of 102 by 126 takes a decoder milliseconds.
  static let deadline: Duration = .seconds(3)
  /// A decoded photo is a BMP of 38 862 bytes (A.9); this leaves room for a larger or deeper one.
  static let outputLimit = 256 * 1024

  private let path: String
  private let deadline: Duration
  private nonisolated let thread: DeviceThread

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  /// - Parameter path: absolute.
  /// - Throws: ``DeviceFault`` where no thread can be had.
  public init(path: String) throws(DeviceFault) {
    try self.init(path: path, deadline: Self.deadline)
  }

  init(path: String, deadline: Duration) throws(DeviceFault) {
    self.path = path
    self.deadline = deadline
    thread = try DeviceThread(name: "photo decoder")
  }

  /// The picture in 1024 bytes of WLT.
  public func picture(of photo: [UInt8]) throws(Failure) -> CardPicture {
    guard photo.count == BaseMessage.photoLength else { throw .noPhoto }
    let end = Deadline.after(deadline)
    let process = try FilterProcess(path, input: photo)
    var output: [UInt8] = []
    defer { output.wipe() }
    while try process.read(into: &output, limit: Self.outputLimit, until: end) {}
    try process.expectSuccess(until: end)
    guard let picture = CardPicture(output) else { throw .noPicture }
    return picture
  }
}
