import ArgumentParser
import Glibc

/// What needs drivers or the ledger's file is a program of its own beside this one, as git's commands
/// are: `hallway` itself knows only the protocol.
protocol SiblingErrand: ParsableCommand {
  static var program: String { get }
  /// What the other program is asked to do.
  static var word: String { get }
  var arguments: [String] { get }
}

extension SiblingErrand {
  func run() throws {
    let program = Self.sibling()
    let words = [program, Self.word] + arguments
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    pointers.append(nil)
    execv(program, &pointers)
    // execv(3) returns only where it failed.
    let reason = String(cString: strerror(errno))
    throw ValidationError("\(program) cannot be started: \(reason)")
  }

  /// The program next to this one.
  private static func sibling() -> String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    guard count > 0 else { return "/usr/bin/" + program }
    let own = String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.prefix(through: own.lastIndex(of: "/") ?? own.startIndex) + program
  }
}

/// 设备
protocol DeviceErrand: SiblingErrand {}

extension DeviceErrand {
  static var program: String { "hallway-devices" }
}

/// 台账
protocol LedgerErrand: SiblingErrand {}

extension LedgerErrand {
  static var program: String { "hallway-ledger" }
}

struct AuditErrand: LedgerErrand {
  static let word = "audit"
  static let configuration = CommandConfiguration(
    commandName: word, abstract: "Verifies the hall's ledger; see hallway-ledger(1).")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct BackupErrand: LedgerErrand {
  static let word = "backup"
  static let configuration = CommandConfiguration(
    commandName: word, abstract: "Copies the ledger, also while the hall is open.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct RestoreErrand: LedgerErrand {
  static let word = "restore"
  static let configuration = CommandConfiguration(
    commandName: word, abstract: "Puts a backup in the place of a closed hall's ledger.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct RecordErrand: DeviceErrand {
  static let word = "record"
  static let configuration = CommandConfiguration(
    commandName: word, abstract: "Records a device, redacted; see hallway-devices(1).")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct ReplayErrand: DeviceErrand {
  static let word = "replay"
  static let configuration = CommandConfiguration(
    commandName: word, abstract: "Replays a recording to its driver; see hallway-devices(1).")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct PluggedErrand: DeviceErrand {
  static let word = "plugged"
  static let configuration = CommandConfiguration(
    commandName: word, abstract: "Shows what is plugged in and which driver knows it.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct DriversErrand: DeviceErrand {
  static let word = "drivers"
  static let configuration = CommandConfiguration(
    commandName: word, abstract: "Lists every driver and what it recognises.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}
