import Cameras
import DeviceKit
import DeviceTestSupport
import JPEG
import Pictures
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CameraTests {
  @Test func `a snapshot is taken at full size after the exposure has settled`() async throws {
    let whole = try testPicture(width: 1920, height: 1080)
    let lens = ScriptedLens { $0.always = whole }
    try await running(camera(lens)) { camera in
      try await status(of: camera, "ready") { $0.state == .ready }
      let picture = try await camera.snapshot()
      #expect(picture.width == 1920 && picture.height == 1080)
      let isWhole = picture.jpeg == whole
      #expect(isWhole)
      lens.use { state in
        #expect(state.starts == [FrameFormat(.mjpeg, width: 1920, height: 1080)])
        #expect(!state.isRunning)
      }
    }
  }

  @Test func `trap 17, truncated, tiny, flagged and corrupt frames are dropped`() async throws {
    let whole = try testPicture(width: 640, height: 480)
    var corrupt = whole
    let scan = try JPEGStructure(whole).scanOffset
    corrupt.removeSubrange((scan + 300)..<(scan + 700))
    let bad = [
      Frame(Array(whole.dropLast(2))), Frame([0xFF, 0xD8, 0xFF, 0xD9]),
      Frame(whole, isDamaged: true), Frame(corrupt), Frame([]),
    ]
    let lens = ScriptedLens { state in
      state.shots = bad.map { .frame($0) }
      state.always = whole
    }
    try await running(camera(lens)) { camera in
      let frames = await camera.frames()
      let pictures = try await within(hangLimit, "three pictures") {
        var pictures: [Picture] = []
        for await picture in frames {
          pictures.append(picture)
          if pictures.count == 3 { break }
        }
        return pictures
      }
      let areWhole = pictures.allSatisfy { $0.jpeg == whole }
      #expect(areWhole)
      #expect(lens.use { $0.starts.count } == 1)
    }
  }

  @Test func `a picture without Huffman tables is handed on with them`() async throws {
    let bare = withoutTables(try testPicture(width: 640, height: 480))
    let lens = ScriptedLens { $0.always = bare }
    try await running(camera(lens, ["widest": .integer(640)])) { camera in
      let picture = try await ready(camera).snapshot()
      #expect(try JPEGStructure(picture.jpeg).hasHuffmanTables)
    }
  }

  @Test func `a camera that knows only YUYV gives JPEG as well`() async throws {
    let lens = ScriptedLens { state in
      state.formats = [FrameFormat(.yuyv, width: 64, height: 48)]
      state.always = [UInt8](repeating: 128, count: 64 * 48 * 2)
    }
    try await running(camera(lens)) { camera in
      let picture = try await ready(camera).snapshot()
      let bitmap = try JPEGCodec.decode(picture.jpeg)
      #expect(bitmap.width == 64 && bitmap.height == 48)
    }
  }

  @Test func `trap 17, a stalled stream is started anew once, then reported, and comes back`()
    async throws
  {
    let whole = try testPicture(width: 640, height: 480)
    let lens = ScriptedLens()
    try await running(camera(lens)) { camera in
      let frames = await camera.frames()
      // Both the first stream and its restart stall.
      try await status(of: camera, "silent") { $0.state.fault?.code == .silent }
      #expect(lens.use { $0.starts.count } >= 2)
      // It stays faulted while no picture comes, however often it is opened.
      let opened = lens.use { $0.opened }
      try await within(hangLimit, "opened again") {
        while lens.use({ $0.opened }) < opened + 2 { try await Task.sleep(for: .milliseconds(5)) }
      }
      #expect(await camera.status().state != .ready)
      lens.use { $0.always = whole }
      _ = try await within(hangLimit, "a picture") { await frames.first { _ in true } }
      try await status(of: camera, "ready") { $0.state == .ready }
    }
  }

  @Test func `a fault of the moment costs neither the stream nor the picture`() async throws {
    let whole = try testPicture(width: 640, height: 480)
    let eio = Shot.fault(DeviceFault(.hardwareError, "DQBUF: Input/output error"))
    let lens = ScriptedLens { state in
      state.shots = [eio, eio, eio, .frame(Frame(whole)), eio]
      state.always = whole
    }
    try await running(camera(lens)) { camera in
      _ = try await ready(camera).snapshot()
      #expect(lens.use { $0.starts.count } == 1)
    }
  }

  @Test func `EIO without end restarts the stream once and is reported`() async throws {
    let eio = Shot.fault(DeviceFault(.hardwareError, "DQBUF: Input/output error"))
    let lens = ScriptedLens { $0.shots = [Shot](repeating: eio, count: 50) }
    try await running(camera(lens)) { camera in
      let device = try await ready(camera)
      await #expect(throws: DeviceFault.self) { _ = try await device.snapshot() }
      #expect(lens.use { $0.starts.count } == 2)
      #expect(lens.use { !$0.isRunning })
    }
  }

  @Test
  func `trap 17, a camera pulled out while it streams is absent and found again under any number`()
    async throws
  {
    let whole = try testPicture(width: 640, height: 480)
    let lens = ScriptedLens { $0.always = whole }
    try await running(camera(lens)) { camera in
      let frames = await camera.frames()
      _ = try await within(hangLimit, "a picture") { await frames.first { _ in true } }
      lens.use { $0.isGone = true }
      try await status(of: camera, "absent") { $0.state == .absent }
      lens.use { $0.isGone = false }
      camera.hardwareChanged()
      let again = await camera.frames()
      _ = try await within(hangLimit, "a picture again") { await again.first { _ in true } }
      #expect(await camera.status().state == .ready)
    }
  }

  @Test func `a camera pulled out at rest is noticed`() async throws {
    let lens = ScriptedLens()
    try await running(camera(lens)) { camera in
      _ = try await ready(camera)
      lens.use { $0.isGone = true }
      try await status(of: camera, "absent") { $0.state == .absent }
      await #expect(throws: DeviceFault.self) { _ = try await camera.snapshot() }
    }
  }

  @Test func `trap 12, a camera that is gone is tried again after a pause and not in a circle`()
    async throws
  {
    let lens = ScriptedLens { $0.isGone = true }
    try await running(camera(lens)) { camera in
      try await within(hangLimit, "the first attempt") {
        while lens.use({ $0.opened }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
      }
      let (first, begun) = (lens.use { $0.opened }, ContinuousClock.now)
      try await within(hangLimit, "ten more") {
        while lens.use({ $0.opened }) < first + 10 { try await Task.sleep(for: .milliseconds(1)) }
      }
      // Between ten attempts lie at least nine of the shortest pauses.
      #expect(begun.duration(to: .now) >= .milliseconds(9 * 20))
    }
  }

  @Test func `trap 3, a lens that another program uses is busy and free again later`() async throws
  {
    let whole = try testPicture(width: 640, height: 480)
    let lens = ScriptedLens { state in
      state.always = whole
      state.startFault = DeviceFault(.busy, "S_FMT: Device or resource busy")
    }
    try await running(camera(lens)) { camera in
      let device = try await ready(camera)
      await #expect(throws: DeviceFault(.busy, "S_FMT: Device or resource busy")) {
        _ = try await device.snapshot()
      }
      lens.use { $0.startFault = nil }
      _ = try await device.snapshot()
    }
  }

  @Test func `any number of listeners share one stream and the last one to leave stops the lens`()
    async throws
  {
    let whole = try testPicture(width: 640, height: 480)
    let lens = ScriptedLens { $0.always = whole }
    try await running(camera(lens)) { camera in
      let device = try await ready(camera)
      #expect(lens.use { !$0.isRunning })
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<5 {
          group.addTask {
            let frames = await device.frames()
            return try await within(hangLimit, "pictures") {
              var count = 0
              for await _ in frames {
                count += 1
                if count == 3 { break }
              }
              return count
            }
          }
        }
        for try await count in group { #expect(count == 3) }
      }
      try await within(hangLimit, "the lens stops") {
        while lens.use({ $0.isRunning }) { try await Task.sleep(for: .milliseconds(2)) }
      }
    }
  }

  @Test func `a snapshot during a preview is full size, and the preview goes on`() async throws {
    let whole = try testPicture(width: 640, height: 480)
    let lens = ScriptedLens { $0.always = whole }
    try await running(camera(lens)) { camera in
      let frames = await camera.frames()
      _ = try await within(hangLimit, "a picture") { await frames.first { _ in true } }
      let listener = await camera.frames()
      _ = try await camera.snapshot()
      _ = try await within(hangLimit, "a picture after it") {
        await listener.first { _ in true }
      }
      // The picture may be one of before the snapshot: what the lens was started with says more.
      let sizes = [640, 1920, 640]
      try await within(hangLimit, "the preview's own size again") {
        while lens.use({ $0.starts.suffix(sizes.count).map(\.width) }) != sizes {
          try await Task.sleep(for: .milliseconds(2))
        }
      }
    }
  }

  private func ready(_ camera: V4L2Camera) async throws -> V4L2Camera {
    try await status(of: camera, "ready") { $0.state == .ready }
    return camera
  }
}
