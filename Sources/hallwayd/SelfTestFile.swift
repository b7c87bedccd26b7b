import DeviceKit
import Foundation
import Hall
import HallService
import PrivateFiles

/// The record of the last self-test, a file in the state directory, and what the machine says of clock
/// and disk.
struct SelfTestFile: SelfTestHost {
  let directory: String
  let now: WallTime

  /// A hall writes some megabytes a day; with this left somebody has days to make room.
  static let leastFreeBytes: UInt64 = 256 << 20
  /// More than any record has.
  private static let limit = 1 << 20
  /// A clock before this was never set: 2025-01-01 UTC.
  private static let oldest = Moment(milliseconds: 1_735_689_600_000)

  private var path: String { "\(directory)/selftest.json" }

  func recall() -> [UInt8]? {
    FileManager.default.contents(atPath: path).map { Array($0.prefix(Self.limit)) }
  }

  func keep(_ bytes: [UInt8]) throws { try PrivateFile.put(bytes, at: path) }

  func findings() -> [MachineFinding] { [clock, disk] }

  private var clock: MachineFinding {
    guard now() > Self.oldest else {
      return MachineFinding(
        subject: "clock", isWell: false, detail: "\(WallClock(now()).iso8601) was long ago: set it")
    }
    let detail =
      switch KernelClock.isKept {
      case true?: "kept by the network"
      // A hall without a network opens all the same; `hallway doctor` says how it is mended.
      case false?: "plausible, but nobody keeps it"
      case nil: "plausible; the kernel may not be asked who keeps it"
      }
    return MachineFinding(subject: "clock", isWell: true, detail: detail)
  }

  private var disk: MachineFinding {
    var status = statvfs()
    guard statvfs(directory, &status) == 0 else {
      return MachineFinding(
        subject: "disk", isWell: false, detail: "\(directory): \(String(cString: strerror(errno)))")
    }
    let free = UInt64(status.f_bavail) &* UInt64(status.f_frsize)
    return MachineFinding(
      subject: "disk", isWell: free >= Self.leastFreeBytes, detail: "\(free >> 20) MiB free")
  }
}
