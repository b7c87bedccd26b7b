import DeviceKit
import Testing

/// What of the live link can be shown without a camera; frames are captured in the virtual hall.
struct V4L2LinkTests {
  private func fault(opening address: String) throws -> DeviceFault? {
    let waker = try Waker()
    let request = LinkRequest(try DeviceAddress(address), matches: [])
    do throws(DeviceFault) {
      _ = try openLiveLink(request, waker)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a node that is not there is absent`() throws {
    #expect(try fault(opening: "v4l2:/dev/video-none")?.code == .absent)
    #expect(try fault(opening: "v4l2:@9-9.9")?.code == .absent)
  }

  @Test func `a node that is no camera is told from one`() throws {
    #expect(try fault(opening: "v4l2:/dev/null")?.code == .protocolError)
  }
}
