import DeviceKit
import Foundation
import HallAPI
import Varlink

/// Takes pictures for who asks, and keeps none. 高拍仪
struct CameraDesk: Sendable {
  let cameras: [any Camera]

  func snapshot(
    _ parameters: CamerasInterface.Snapshot.Parameters
  ) async throws -> CamerasInterface.Snapshot.Reply {
    guard let camera = Asking.choice(parameters.camera, among: cameras, id: \.id) else {
      throw CamerasInterface.NoCamera()
    }
    do {
      let picture = try await camera.snapshot()
      return .init(
        picture: .init(
          jpeg: Data(picture.jpeg).base64EncodedString(), width: picture.width,
          height: picture.height))
    } catch {
      throw CamerasInterface.CameraFault(camera: camera.id.name, fault: error.code.rawValue)
    }
  }
}
