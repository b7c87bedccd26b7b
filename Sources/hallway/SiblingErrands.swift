import ArgumentParser
import Glibc

/// What needs drivers, the ledger's file or a file of the configuration is a program of its own beside this one, as git's commands
/// are: `hallway` itself knows only the protocol.
protocol SiblingErrand: ParsableCommand {
  static var program: String { get }
  /// What the other program is asked to do; nil where that stands in the arguments.
  static var word: String? { get }
  var arguments: [String] { get }
}

extension SiblingErrand {
  func run() throws {
    let program = Self.sibling()
    let words = [program] + [Self.word].compactMap(\.self) + arguments
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
  static let word: String? = "audit"
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Verifies the hall's ledger; see hallway-ledger(1).")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct BackupErrand: LedgerErrand {
  static let word: String? = "backup"
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies ledger and cases, also while the hall is open.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct RestoreErrand: LedgerErrand {
  static let word: String? = "restore"
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Puts a backup in the place of a closed hall's state.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

/// 办件导入
protocol CaseErrand: SiblingErrand {}

extension CaseErrand {
  static var program: String { "hallway-cases" }
}

struct CaseImportErrand: CaseErrand {
  static let word: String? = "import"
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Imports files of cases; see hallway-cases(1).")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct CaseQuarantineErrand: CaseErrand {
  static let word: String? = "quarantine"
  static let configuration = CommandConfiguration(
    commandName: "quarantine", abstract: "Shows and retries records that could not be taken.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct RecordErrand: DeviceErrand {
  static let word: String? = "record"
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Records a device, redacted; see hallway-devices(1).")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct ReplayErrand: DeviceErrand {
  static let word: String? = "replay"
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Replays a recording to its driver; see hallway-devices(1).")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct PluggedErrand: DeviceErrand {
  static let word: String? = "plugged"
  static let configuration = CommandConfiguration(
    commandName: "plugged", abstract: "Shows what is plugged in and which driver knows it.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct ExplainErrand: DeviceErrand {
  static let word: String? = "explain"
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Says why a device is taken by a driver, or by none.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

struct DriversErrand: DeviceErrand {
  static let word: String? = "drivers"
  static let configuration = CommandConfiguration(
    commandName: "drivers", abstract: "Lists every driver and what it recognises.")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

/// 人员名册
struct ClerkErrand: SiblingErrand {
  static let program = "hallway-clerks"
  static let word: String? = nil
  static let configuration = CommandConfiguration(
    commandName: "clerk",
    abstract: "Adds, lists and removes clerks and their PINs; see hallway-clerks(1).")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}

/// 体检
struct DoctorErrand: SiblingErrand {
  static let program = "hallway-doctor"
  static let word: String? = nil
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Says what is wrong with this machine, and what mends it; see hallway-doctor(1).")
  @Argument(parsing: .captureForPassthrough) var arguments: [String] = []
}
