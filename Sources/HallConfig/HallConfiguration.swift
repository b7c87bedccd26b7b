public import DeviceKit
public import Hall

/// All that one hall is, as `hallway.yaml` says it; docs/hallway.yaml.md explains every key.
///
/// A value of this type is free of faults: reading throws all of them or returns one.
public struct HallConfiguration: Sendable, Equatable {
  public let hall: HallIdentity
  public let fields: [Catalogue.Field]
  public let services: [Catalogue.Service]
  public let zones: [Zone]
  public let windows: [Window]
  /// How numbers are formed, ordered and reserved. 排队规则
  public let queue: QueueConfiguration
  /// What citizens' phones are told, and by whom. 短信提醒
  public let notices: NoticeConfiguration
  /// `hours` in the file.
  public let openingHours: OpeningHours
  /// How walk-in numbers are limited.
  public let quota: WalkInPolicy
  public let devices: [ConfiguredDevice]
  public let kiosks: [Kiosk]
  /// How long, in what words and by which rules people rate. 好差评
  public let ratings: RatingPolicy
  /// What citizens may read about each item. 办事指南
  public let guides: GuideBook
  /// From when on somebody came too often for one matter; nil where nobody counts. 多次往返
  public let visits: VisitPolicy?
  /// The papers citizens take home, in the hall's words. 文书
  public let letters: LetterPolicy
  public let access: Access
  /// The file of clerks, a path that opens from where the program runs; nil for a hall that goes by
  /// its peers' users alone. 人员名册
  public let clerks: String?
  /// The file of sample cases, a path that opens from where the program runs; only a sample hall
  /// has one.
  public let cases: String?
  /// The systems whose files of cases are imported. 办件数据来源
  public let caseSources: [ConfiguredCaseSource]

  /// The services of one window in the order of ``services``.
  public func services(of window: Window) -> [Catalogue.Service] {
    services.filter(window.serves.contains)
  }
}

extension HallConfiguration {
  /// What the hall offers, every id resolved.
  public var catalogue: Catalogue {
    let zoneNames = Dictionary(zones.map { ($0.id, $0.name) }) { first, _ in first }
    return Catalogue(
      fields: fields, services: services,
      windows: windows.map { window in
        Catalogue.Window(
          id: window.id, name: window.name, kind: window.kind, zoneID: window.zone,
          zone: zoneNames[window.zone] ?? Bilingual(zh: window.zone, en: window.zone),
          services: services(of: window).map(\.id))
      })
  }
}

/// Who the hall is. 大厅
public struct HallIdentity: Sendable, Equatable {
  public let id: String
  public let name: Bilingual
  public let address: Bilingual
  public let phone: String
  /// This hall is invented: the kiosk says so, and rules that protect real people may be eased.
  public let sample: Bool
  /// How long a ticket's masked name and its key are kept, 1...3650.
  public let retentionDays: Int
  /// How long a case that is over can be looked up, 1...3650.
  public let caseRetentionDays: Int

  /// Whoever comes back within the year finds what was decided.
  static let usualCaseRetentionDays = 365
}

/// A waiting area. 等候区
public struct Zone: Sendable, Equatable {
  public let id: String
  public let name: Bilingual
}

/// A window of the hall. 窗口
public struct Window: Sendable, Equatable {
  public let id: String
  public let name: Bilingual
  public let kind: WindowKind
  /// The id of its ``Zone``.
  public let zone: String
  public let serves: Serving
}

/// What a window serves: whole fields, single services, or everything. 办理范围
public struct Serving: Sendable, Equatable {
  public let fields: [String]
  public let services: [String]
  public let everything: Bool

  public func contains(_ service: Catalogue.Service) -> Bool {
    everything || services.contains(service.id) || fields.contains(service.field)
  }
}

/// A device and where it is plugged in. 设备
public struct ConfiguredDevice: Sendable, Equatable {
  public let driver: String
  public let kind: DeviceKind
  /// Its id, address, and the driver's own options.
  public let request: DeviceRequest
  /// The window it stands on, for kinds that stand at one.
  public let window: String?

  public var id: DeviceID { request.id }
  public var address: DeviceAddress { request.address }
}

/// A kiosk and what is built into it. 自助取号机
public struct Kiosk: Sendable, Equatable {
  public let id: String
  /// The id of its card reader; nil where it has none.
  public let reader: DeviceID?
  /// The id of its ticket printer; nil where it has none.
  public let printer: DeviceID?
}

/// What somebody may do, by the program or person who asks. 角色
public enum Role: String, Sendable, CaseIterable {
  /// Kiosks: takes numbers, looks up cases, rates.
  case citizen
  /// Programs that act for a rating pad.
  case pad
  /// Calls and finishes numbers; has no rating verb.
  case clerk
  /// Sees the devices.
  case technician
  /// Sees totals.
  case manager
  /// Leaves mistaken and malicious ratings out of the figures. 评价审核
  case reviewer
  /// Boards of the waiting hall: see what everybody may see, and do nothing. 叫号大屏
  case board
}

/// Which Unix user holds which roles; the kernel tells who is at the other end of the socket.
public struct Access: Sendable, Equatable {
  let users: [Role: Set<String>]
  /// Where the pads of a user stand; who is not named here has pads at every window.
  let padWindows: [String: [String]]

  /// Stands for every user; only a sample hall may say it.
  static let everybody = "*"

  /// Whether the user of this name holds `role`.
  public func allows(_ user: String, as role: Role) -> Bool {
    guard let users = users[role] else { return false }
    return users.contains(user) || users.contains(Self.everybody)
  }

  /// The windows whose pads the user may be; nil for every window.
  public func padWindows(of user: String) -> Set<String>? {
    guard let windows = padWindows[user] ?? padWindows[Self.everybody],
      !windows.contains(Self.everybody)
    else { return nil }
    return Set(windows)
  }
}
