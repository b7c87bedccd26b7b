public import DeviceKit
import Logging

/// A camera or a lens of a document camera over Video4Linux. 摄像头, 高拍仪
///
/// The one owner of its lens: any number of listeners share one stream, and the lens stops when the
/// last one leaves.
public actor V4L2Camera: Camera, SupervisedDevice {
  /// protocols.md E.1 advises 2 to 5 s: the slowest exposure of a document camera is under one.
  static let frameDeadline: Duration = .seconds(3)
  /// Frames dropped after the lens started, while exposure and white balance settle (E.2: 3 to 5).
  static let warmUpFrames = 4
  /// At rest a camera is asked whether it is there; waiting for it is not possible.
  static let restPeriod: Duration = .seconds(2)
  /// EIO of DQBUF is a fault of the moment (E.1): retried so often before the stream starts anew.
  static let retries = 3
  /// Starting the lens, warming up and one stall with its restart.
  static let snapshotTime: Duration = .seconds(12)

  public static let descriptor = DriverDescriptor(
    name: "v4l2-camera",
    kind: .camera,
    title: "Cameras and document cameras of the USB video class",
    matches: [DeviceMatch(.videoCapture, "Cameras with a V4L2 driver, such as uvcvideo")],
    schemes: [.v4l2],
    abilities: ["snapshot at full size", "preview for any number of listeners"],
    options: [
      DriverOption(
        "widest", .integer(160...16_384, usual: 16_384),
        "The widest picture a snapshot may have, in pixels")
    ],
    timeouts: [
      .init("frame", frameDeadline, "no frame so long: the stream is started anew, once"),
      .init("rest", restPeriod, "at rest the camera is asked whether it is there"),
      .init("snapshot", snapshotTime, "start, warm-up and one stall"),
    ])

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try V4L2Camera(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let widest: Int
  private let wallTime: WallTime
  /// One picture: a preview shows the present or nothing.
  private let listeners = Broadcast<Picture>(backlog: 1)
  private var formats: [FrameFormat] = []
  private var session: Session?
  /// It failed while streaming: a new link is only well when a picture came through it.
  private var mustProve = false

  /// The lens at work.
  private struct Session {
    let wanted: FrameFormat
    var stream: FrameStream
    /// Pictures since the start.
    var pictures = 0
    var lastPicture = Deadline.now
    var failures = 0
    var isRestarted = false
  }

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    widest = request.integer("widest", of: Self.descriptor)
    wallTime = bench.wallTime
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  // MARK: Pictures

  public nonisolated func frames() async -> AsyncStream<Picture> {
    let stream = listeners.listen()
    // Ends the rest of the thread, which then finds the listener.
    hardwareChanged()
    return stream
  }

  public nonisolated func snapshot() async throws(DeviceFault) -> Picture {
    try await command("snapshot", within: Self.snapshotTime) { camera, link throws(DeviceFault) in
      try camera.takeSnapshot(link)
    }
  }

  private func takeSnapshot(_ link: any ByteLink) throws(DeviceFault) -> Picture {
    let lens = try lens(link)
    guard let format = FormatChoice.snapshot(formats, widest: widest) else { throw .noFormat }
    do throws(DeviceFault) {
      try stream(format, from: lens)
      while true {
        // Large frames that keep coming are no wait: the command's end is looked for here.
        if supervision.isInterrupted { throw .noPictureInTime }
        let isSettling = (session?.pictures ?? 0) < Self.warmUpFrames
        guard let picture = try nextFrame(lens, isSettling: isSettling) else { continue }
        // A preview goes on in its own format; without one nobody is filmed any longer.
        if !listeners.isHeard { rest(lens) }
        return picture
      }
    } catch {
      rest(lens)
      throw error
    }
  }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    session = nil
    let lens = try lens(link)
    formats = try lens.formats()
    guard let format = FormatChoice.preview(formats) else { throw .noFormat }
    if mustProve {
      try stream(format, from: lens)
      while try nextFrame(lens) == nil {}
      mustProve = false
    }
    supervision.board.show(.ready)
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    let lens = try lens(link)
    guard listeners.isHeard else {
      rest(lens)
      _ = try lens.waitForInput(until: .after(Self.restPeriod))
      return try lens.check()
    }
    guard let format = FormatChoice.preview(formats) else { throw .noFormat }
    do {
      try stream(format, from: lens)
      if let picture = try nextFrame(lens) { listeners.send(picture) }
    } catch {
      rest(lens)
      mustProve = error.code != .unplugged
      throw error
    }
  }

  public func lost(_ fault: DeviceFault) { session = nil }

  public func finish() { listeners.finish() }

  private func lens(_ link: any ByteLink) throws(DeviceFault) -> any FrameLink {
    guard let lens = link as? any FrameLink else {
      throw DeviceFault(.protocolError, "\(supervision.address) is no camera")
    }
    return lens
  }

  // MARK: The lens

  /// Starts the lens, or leaves it running as it does.
  private func stream(_ format: FrameFormat, from lens: any FrameLink) throws(DeviceFault) {
    if session?.wanted == format { return }
    rest(lens)
    session = Session(wanted: format, stream: try lens.start(format))
  }

  private func rest(_ lens: any FrameLink) {
    guard session != nil else { return }
    lens.stop()
    session = nil
  }

  /// The next frame; nil where it was none to show, or where the stream was started anew.
  ///
  /// While exposure is settling a whole frame counts and is not made a picture.
  private func nextFrame(
    _ lens: any FrameLink, isSettling: Bool = false
  ) throws(DeviceFault) -> Picture? {
    guard let current = session else { throw DeviceFault(.hardwareError, "the lens is at rest") }
    let deadline = current.lastPicture.advanced(by: Self.frameDeadline)
    do throws(DeviceFault) {
      let frame = try lens.nextFrame(deadline: deadline)
      if isSettling, FrameReading.isWhole(frame, of: current.stream) {
        countPicture()
        return nil
      }
      switch FrameReading(frame, of: current.stream) {
      case .picture(let jpeg, let width, let height):
        countPicture()
        return Picture(jpeg: jpeg, width: width, height: height, at: wallTime())
      case .dropped(let reason):
        guard Deadline.now >= deadline else { return nil }
        throw DeviceFault(.hardwareError, "sends nothing but damaged frames (\(reason))")
      }
    } catch {
      try recover(lens, from: error)
      return nil
    }
  }

  private func countPicture() {
    session?.pictures += 1
    session?.lastPicture = .now
    session?.failures = 0
    session?.isRestarted = false
  }

  /// A fault of the moment is passed over, a stall starts the stream anew; twice is a fault.
  private func recover(_ lens: any FrameLink, from fault: DeviceFault) throws(DeviceFault) {
    guard var current = session, !supervision.isInterrupted,
      fault.code == .silent || fault.code == .hardwareError
    else { throw fault }
    if fault.code == .hardwareError, current.failures < Self.retries,
      current.lastPicture.duration(to: .now) < Self.frameDeadline
    {
      session?.failures += 1
      return
    }
    guard !current.isRestarted else { throw fault }
    supervision.logger.notice("camera \(id): stream started anew after \(fault)")
    lens.stop()
    session = nil
    current.stream = try lens.start(current.wanted)
    current.pictures = 0
    current.failures = 0
    current.lastPicture = .now
    current.isRestarted = true
    session = current
  }
}

extension DeviceFault {
  fileprivate static let noFormat = DeviceFault(
    .protocolError, "the camera offers neither MJPG nor YUYV")
  /// Also where whoever asked gave up: then nobody hears it.
  fileprivate static let noPictureInTime = DeviceFault(
    .silent, "no picture before the command's end")
}
