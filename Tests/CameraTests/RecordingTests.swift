import Cameras
import DeviceKit
import DeviceTestSupport
import JPEG
import Pictures
import Synchronization
import Testing

/// A recording, and what it is kept in.
final class Lines: Sendable {
  private let lines = Mutex<[String]>([])
  var text: String { lines.withLock { $0.joined(separator: "\n") } }
  func add(_ line: RecordingLine) { lines.withLock { $0.append(line.text) } }
}

struct RecordingTests {
  @Test func `a recording of a camera has sizes and defects and no picture, and replays`()
    async throws
  {
    let whole = try testPicture(width: 1920, height: 1080)
    let lens = ScriptedLens { state in
      state.shots = [
        .frame(Frame(Array(whole.dropLast(9)))), .frame(Frame(whole, isDamaged: true)),
      ]
      state.always = withoutTables(whole)
    }
    let lines = Lines()
    let recording: LinkOpener = { request, waker throws(DeviceFault) in
      RecordingLink(try lens.opener(request, waker), redactor: NothingPersonal()) { lines.add($0) }
    }
    let device = try V4L2Camera(
      DeviceRequest(id: DeviceID("lens"), address: DeviceAddress("v4l2:auto")),
      bench: quickBench(recording))
    try await running(device) { camera in
      try await status(of: camera, "ready") { $0.state == .ready }
      _ = try await camera.snapshot()
    }
    let text = lines.text
    #expect(text.contains("offers MJPG 1920x1080, MJPG 640x480, YUYV 640x480"))
    #expect(text.contains("frame \(whole.count - 9) no-end"))
    #expect(text.contains("frame \(whole.count) damaged"))
    #expect(text.contains("frame \(withoutTables(whole).count) no-tables"))
    #expect(text.count < 2000)

    let script = try ReplayScript(text)
    let replayed = try V4L2Camera(
      DeviceRequest(id: DeviceID("lens"), address: DeviceAddress("v4l2:auto")),
      bench: quickBench(script.opener))
    try await running(replayed) { camera in
      try await status(of: camera, "ready") { $0.state == .ready }
      let picture = try await camera.snapshot()
      #expect(picture.width == 1920 && picture.height == 1080)
      let bitmap = try JPEGCodec.decode(picture.jpeg)
      #expect(bitmap.rgb.allSatisfy { $0 == 128 })
    }
  }

  /// Made with `hallway-devices record v4l2-camera v4l2:auto` on the kernel's own test camera.
  private static let vivid = """
    o 166ms
    v 23ms offers YUYV 320x180, YUYV 640x360, YUYV 640x480, YUYV 1280x720, YUYV 1920x1080, YUYV 3840x2160
    c 39ms snapshot
    v 358ms start YUYV 3840x2160 gives YUYV 3840x2160 stride 7680 limited
    v 274ms frame 16588800
    v 945ms frame 16588800
    v 185ms frame 16588800
    v 720ms frame 16588800
    v 468ms frame 16588800
    v 3392ms stop
    """

  @Test func `a recording made in the virtual hall replays on a machine without it`() async throws {
    let script = try ReplayScript(Self.vivid)
    let device = try V4L2Camera(
      DeviceRequest(id: DeviceID("lens"), address: DeviceAddress("v4l2:auto")),
      bench: quickBench(script.opener))
    try await running(device) { camera in
      try await status(of: camera, "ready") { $0.state == .ready }
      let picture = try await camera.snapshot()
      #expect(picture.width == 3840 && picture.height == 2160)
      #expect(script.isFinished && script.mismatch == nil)
    }
  }

  @Test(arguments: [
    "v 0ms offers MJPG 1920x1080, YUYV 640x480",
    "v 9ms start MJPG 1920x1080 gives YUYV 640x480 stride 1280 limited",
    "v 33ms frame 64123", "v 33ms frame 0 damaged", "v 33ms frame 20480 damaged no-end",
    "v 2ms stop",
  ])
  func `a line of a lens is read as it was written`(_ text: String) {
    #expect(RecordingLine(text)?.text == text)
  }

  @Test(arguments: [
    "v 0ms", "v 0ms offers MJPG", "v 0ms offers MJPG 0x1", "v 0ms frame -1",
    "v 0ms frame 999999999",
    "v 0ms frame 1 broken", "v 0ms stop now", "v 1ms start MJPG 1x1 gives MJPG 1x1 stride x full",
  ])
  func `a line that says nothing a lens does is none`(_ text: String) {
    #expect(RecordingLine(text) == nil)
  }
}
