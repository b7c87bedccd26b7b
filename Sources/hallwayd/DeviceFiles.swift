import DeviceKit
import Foundation
import PrivateFiles
import ProgramKit

/// What drivers keep over a restart: a file for each device that keeps something, in the state
/// directory.
struct DeviceFiles: DeviceMemory {
  let directory: String

  private func path(_ device: DeviceID) -> String { "\(directory)/\(device).device" }

  func recall(_ device: DeviceID) -> [UInt8]? {
    FileManager.default.contents(atPath: path(device)).map { Array($0.prefix(65_536)) }
  }

  func keep(_ bytes: [UInt8], of device: DeviceID) throws(DeviceFault) {
    do {
      try PrivateFile.put(bytes, at: path(device))
    } catch {
      throw DeviceFault(.busy, "what it is asked cannot be kept: \(error)")
    }
  }
}
