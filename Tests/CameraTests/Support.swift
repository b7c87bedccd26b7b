import Cameras
import DeviceKit
import DeviceTestSupport
import Glibc
import JPEG
import Synchronization

/// What a scripted lens does when it is asked for a frame.
enum Shot: Sendable {
  case frame(Frame)
  case fault(DeviceFault)
  /// Nothing until the deadline, which the test does not wait for.
  case stall
}

/// A lens that does what a test says, and counts what was asked of it.
final class ScriptedLens: Sendable {
  struct State {
    var formats = [
      FrameFormat(.mjpeg, width: 1920, height: 1080), FrameFormat(.mjpeg, width: 640, height: 480),
      FrameFormat(.yuyv, width: 640, height: 480),
    ]
    var shots: [Shot] = []
    /// Every frame after the shots; nil is a stall.
    var always: [UInt8]?
    var startFault: DeviceFault?
    var starts: [FrameFormat] = []
    var stops = 0
    var isRunning = false
    var isGone = false
    var opened = 0
  }

  let state: Mutex<State>

  init(_ change: (inout State) -> Void = { _ in }) {
    var state = State()
    change(&state)
    self.state = Mutex(state)
  }

  func use<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
    state.withLock { body(&$0) }
  }

  var opener: LinkOpener {
    { [self] _, waker throws(DeviceFault) in
      let isGone = use { state in
        state.opened += 1
        return state.isGone
      }
      if isGone { throw DeviceFault(.absent, "nothing is plugged in") }
      return Link(self)
    }
  }

  final class Link: FrameLink {
    private let lens: ScriptedLens
    private let silence: DispatchGate

    init(_ lens: ScriptedLens) {
      self.lens = lens
      silence = DispatchGate()
    }

    deinit { stop() }

    func formats() throws(DeviceFault) -> [FrameFormat] { lens.use { $0.formats } }

    func start(_ format: FrameFormat) throws(DeviceFault) -> FrameStream {
      let fault = lens.use { state in
        if let fault = state.startFault { return fault as DeviceFault? }
        state.starts.append(format)
        state.isRunning = true
        return nil
      }
      if let fault { throw fault }
      return FrameStream(granted(format), stride: format.width * 2, isFullRange: false)
    }

    /// As drivers do, it grants the size that it sends, whatever was asked for (VIDIOC_S_FMT).
    private func granted(_ format: FrameFormat) -> FrameFormat {
      guard let size = lens.use({ $0.always }).flatMap({ try? JPEGStructure($0) }) else {
        return format
      }
      return FrameFormat(format.encoding, width: size.width, height: size.height)
    }

    func nextFrame(deadline: Deadline) throws(DeviceFault) -> Frame {
      let shot = lens.use { state in
        if state.isGone { return Shot.fault(DeviceFault(.unplugged, "ENODEV")) }
        guard state.isRunning else { return .fault(DeviceFault(.protocolError, "not started")) }
        if !state.shots.isEmpty { return state.shots.removeFirst() }
        return state.always.map { .frame(Frame($0)) } ?? .stall
      }
      switch shot {
      case .frame(let frame):
        silence.pause()
        return frame
      case .fault(let fault): throw fault
      case .stall: throw DeviceFault(.silent, "no frame before the deadline")
      }
    }

    func stop() {
      lens.use { state in
        if state.isRunning { state.stops += 1 }
        state.isRunning = false
      }
    }

    func check() throws(DeviceFault) {
      if lens.use({ $0.isGone }) { throw DeviceFault(.unplugged, "ENODEV") }
    }

    func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
      silence.pause()
      return false
    }
  }
}

/// Keeps a scripted lens from spinning: frames of a real one take their time as well.
final class DispatchGate {
  func pause() { usleep(2000) }
}

func camera(_ lens: ScriptedLens, _ options: [String: OptionValue] = [:]) throws -> V4L2Camera {
  try V4L2Camera(
    DeviceRequest(id: DeviceID("lens"), address: DeviceAddress("v4l2:@3-1"), options: options),
    bench: quickBench(lens.opener))
}
