import DeviceKit
import Foundation
import Hall
import HallConfig
import HallService
import HallStore
import LetterDrawing
import Logging
import PersonKeys

/// The one place where configuration meets constructors.
struct HallAssembly {
  let configuration: HallConfiguration
  let store: any HallStore
  let cases: any CaseStore
  let people: PersonKeys
  let sealKey: SealKey
  /// Where every device is recorded; nil for not at all.
  let recordings: String?
  /// Where drivers keep what they need after a restart.
  let state: String
  let logger: Logger

  private static let clock = SteadyClock { Int64(Date().timeIntervalSince1970 * 1000) }

  static let wallTime: WallTime = { clock.now() }

  /// The site's program that sends notices, where it has one.
  ///
  /// - Throws: why the program is not to be trusted with phone numbers.
  static func sender(for configuration: HallConfiguration) throws(UntrustedProgram)
    -> (any NoticeSender)?
  {
    guard let path = configuration.notices.program else { return nil }
    return try ProgramSender(path: path)
  }

  /// What of a configuration a running hall takes over.
  ///
  /// - Parameters:
  ///   - configuration: the hall's.
  ///   - owner: whose the file of clerks must be, the service's user unless given; nil for anybody's,
  ///     where root only looks it through.
  /// - Returns: the edition.
  /// - Throws: every fault of the file of clerks, where the configuration names one.
  static func edition(of configuration: HallConfiguration, owner: uid_t? = geteuid())
    throws(ConfigurationErrors) -> Rulebook.Edition
  {
    Rulebook.Edition(
      queue: configuration.queueRules, hours: configuration.openingHours,
      callsSilently: configuration.queue.silent, walkIns: configuration.quota,
      notices: configuration.notices.policy, clerks: try roster(of: configuration, owner),
      ratings: configuration.ratings, guides: GuideIndex(configuration.guides),
      visits: configuration.visits, letters: configuration.letters)
  }

  private static func roster(of configuration: HallConfiguration, _ owner: uid_t?)
    throws(ConfigurationErrors) -> ClerkRoster?
  {
    guard let path = configuration.clerks else { return nil }
    let file = try ClerkFile.load(
      path: path, catalogue: configuration.catalogue, owner: owner)
    var userIDs: [UInt32: String] = [:]
    for clerk in file.clerks {
      // Who has left the machine is nobody's hand.
      guard let user = clerk.user, let entry = getpwnam(user) else { continue }
      userIDs[entry.pointee.pw_uid] = clerk.id
    }
    return ClerkRoster(file.clerks, userIDs: userIDs)
  }

  func parts() async throws -> HallParts {
    let hall = configuration.hall
    let edition = try Self.edition(of: configuration)
    let queue = try await QueueLedger(
      store: store, rules: edition.queue, wallTime: Self.wallTime)
    return HallParts(
      info: .init(
        id: hall.id, name: hall.name, address: hall.address, phone: hall.phone,
        sample: hall.sample, retentionDays: hall.retentionDays,
        caseRetentionDays: hall.caseRetentionDays),
      rulebook: Rulebook(edition), queue: queue, store: store, cases: cases, people: people,
      sealKey: sealKey,
      devices: try configuration.devices.map { device in
        HallParts.PlacedDevice(
          device: try roster.device(device), window: device.window,
          driver: DriverRoster.descriptors.first { $0.name == device.driver })
      }, notices: try Self.sender(for: configuration), press: PangoPress(),
      selfTestHost: SelfTestFile(directory: state, now: Self.wallTime), access: access(),
      wallTime: Self.wallTime, logger: logger)
  }

  private var roster: DriverRoster {
    DriverRoster(
      bench: DeviceBench(
        wallTime: Self.wallTime, logger: logger, memory: DeviceFiles(directory: state)),
      recordings: recordings)
  }

  /// Roles by user number, as the kernel will name the peers.
  private func access() -> HallService.Access {
    var roles: [UInt32: Set<HallService.Access.Role>] = [:]
    var padWindows: [UInt32: Set<String>] = [:]
    setpwent()
    defer { endpwent() }
    while let entry = getpwent() {
      let user = String(cString: entry.pointee.pw_name)
      for role in HallService.Access.Role.allCases {
        guard let configured = HallConfig.Role(rawValue: role.rawValue),
          configuration.access.allows(user, as: configured)
        else { continue }
        roles[entry.pointee.pw_uid, default: []].insert(role)
      }
      if let windows = configuration.access.padWindows(of: user) {
        padWindows[entry.pointee.pw_uid] = windows
      }
    }
    return HallService.Access(
      roles: roles, owner: getuid(), padWindows: padWindows, isSample: configuration.hall.sample)
  }

  /// Brings a sample hall's cases in; the same file again changes nothing.
  func importCases() async throws {
    guard let path = configuration.cases else { return }
    let file = try CaseFile.load(path: path, services: configuration.services)
    var notices: [CaseNotice] = []
    for message in file.messages { notices.append(try message.notice(sealing: people)) }
    let outcomes = try await cases.apply(notices, mark: nil, at: Self.wallTime())
    for (notice, outcome) in zip(notices, outcomes) {
      guard case .rejected(let fault) = outcome else { continue }
      logger.warning(
        "sample case refused",
        metadata: ["record": "\(notice.record)", "reason": "\(fault.rawValue)"])
    }
  }
}
