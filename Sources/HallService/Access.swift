import Varlink

/// Who may call what, by the peer's user as the kernel tells it.
public struct Access: Sendable {
  /// 角色
  public enum Role: String, Sendable, CaseIterable {
    case citizen, pad, clerk, technician, manager, reviewer, board
  }

  private let roles: [UInt32: Set<Role>]
  private let owner: UInt32
  private let padWindows: [UInt32: Set<String>]
  private let isSample: Bool

  /// - Parameters:
  ///   - roles: what each user may act as.
  ///   - owner: the user the service runs as, who like root may act as anyone.
  ///   - padWindows: where the pads of a user stand; a user who is not named has them everywhere.
  ///   - isSample: in an invented hall one user may play the clerk and the citizen.
  public init(
    roles: [UInt32: Set<Role>], owner: UInt32, padWindows: [UInt32: Set<String>] = [:],
    isSample: Bool = false
  ) {
    self.roles = roles
    self.owner = owner
    self.padWindows = padWindows
    self.isSample = isSample
  }

  /// What is not named here is refused, but for the protocol's own introspection.
  public static let table: [String: Set<Role>] = [
    "org.hallway.Hall.Describe": Set(Role.allCases),
    "org.hallway.Hall.Health": [.technician, .manager],
    // A clerk may prove by the own card who comes to work, and a manager enrols cards.
    "org.hallway.Cards.Read": [.citizen, .clerk, .manager],
    "org.hallway.Queue.TakeTicket": [.citizen],
    "org.hallway.Queue.GetTicket": [.citizen],
    "org.hallway.Queue.Follow": [.citizen],
    "org.hallway.Queue.Reprint": [.citizen],
    "org.hallway.Queue.HandOver": [.citizen],
    "org.hallway.Queue.Leave": [.citizen],
    "org.hallway.Queue.Return": [.citizen],
    "org.hallway.Queue.GiveUp": [.citizen],
    "org.hallway.Queue.Explain": Set(Role.allCases),
    "org.hallway.Queue.Board": Set(Role.allCases),
    "org.hallway.Reservations.Book": [.manager],
    "org.hallway.Reservations.Cancel": [.manager],
    "org.hallway.Reservations.CheckIn": [.citizen],
    "org.hallway.Counter.Open": [.clerk],
    "org.hallway.Counter.CardProof": [.manager],
    "org.hallway.Counter.Close": [.clerk],
    "org.hallway.Counter.Pause": [.clerk],
    "org.hallway.Counter.Unpause": [.clerk],
    "org.hallway.Counter.CallNext": [.clerk],
    "org.hallway.Counter.CallNumber": [.clerk],
    "org.hallway.Counter.Recall": [.clerk],
    "org.hallway.Counter.Serve": [.clerk],
    "org.hallway.Counter.Finish": [.clerk],
    "org.hallway.Counter.Hold": [.clerk],
    "org.hallway.Counter.Resume": [.clerk],
    "org.hallway.Counter.Pass": [.clerk],
    "org.hallway.Counter.Return": [.clerk],
    "org.hallway.Counter.Transfer": [.clerk],
    "org.hallway.Counter.Undo": [.clerk],
    "org.hallway.Counter.Follow": [.clerk],
    "org.hallway.Counter.Windows": Set(Role.allCases),
    // What changes a day's numbers by hand is the manager's.
    "org.hallway.Counter.LiftQuota": [.manager],
    "org.hallway.Counter.PauseHall": [.manager],
    "org.hallway.Counter.UnpauseHall": [.manager],
    "org.hallway.Counter.Void": [.manager],
    "org.hallway.Counter.PrintBlock": [.manager],
    "org.hallway.Counter.EnterLate": [.manager],
    "org.hallway.Counter.List": [.clerk, .technician, .manager],
    "org.hallway.Cases.Lookup": [.citizen],
    "org.hallway.Cases.Print": [.citizen, .manager],
    "org.hallway.Cases.Bring": [.technician, .manager],
    "org.hallway.Cases.MarkOf": [.technician, .manager],
    "org.hallway.Cases.Late": [.manager],
    "org.hallway.Cases.Show": [.manager],
    "org.hallway.Cases.EnterCredit": [.manager],
    "org.hallway.Cases.ClearCredit": [.manager],
    "org.hallway.Cases.Credits": [.manager],
    "org.hallway.Cases.MayTolerate": [.clerk, .manager],
    "org.hallway.Cases.CountDays": Set(Role.allCases),
    "org.hallway.Letters.Kinds": [.clerk, .manager, .technician],
    "org.hallway.Letters.Preview": [.clerk, .manager],
    "org.hallway.Letters.Issue": [.clerk],
    "org.hallway.Letters.Reprint": [.clerk],
    "org.hallway.Letters.Get": [.clerk],
    "org.hallway.Letters.List": [.clerk, .manager],
    "org.hallway.Letters.OfCase": [.citizen],
    "org.hallway.Letters.PrintOwn": [.citizen],
    "org.hallway.Privacy.Mine": [.citizen],
    // Whoever works in the hall may go to somebody who calls.
    "org.hallway.Help.Call": [.citizen],
    "org.hallway.Help.Follow": [.citizen],
    "org.hallway.Help.List": [.clerk, .technician, .manager],
    "org.hallway.Help.Watch": [.clerk, .technician, .manager],
    "org.hallway.Help.Answer": [.clerk, .technician, .manager],
    "org.hallway.Help.Close": [.clerk, .technician, .manager],
    "org.hallway.Ratings.Catalogue": Set(Role.allCases),
    // A clerk may ask for a rating, and has no rating verb (clause 5.2.10).
    "org.hallway.Ratings.Ask": [.clerk],
    "org.hallway.Ratings.Await": [.pad],
    "org.hallway.Ratings.Check": [.citizen],
    "org.hallway.Ratings.Submit": [.citizen, .pad],
    "org.hallway.Ratings.RateAgain": [.citizen],
    "org.hallway.Ratings.Totals": [.manager, .reviewer],
    "org.hallway.Ratings.Export": [.manager],
    "org.hallway.Ratings.Seal": [.manager, .reviewer],
    "org.hallway.Ratings.Verify": [.manager, .reviewer],
    "org.hallway.Ratings.Exclude": [.reviewer],
    "org.hallway.Ratings.Tasks": [.manager, .reviewer],
    "org.hallway.Ratings.TaskStep": [.manager],
    "org.hallway.Ratings.Watch": [.manager, .reviewer],
    "org.hallway.Figures.Report": [.manager],
    "org.hallway.Figures.Day": [.manager],
    "org.hallway.Figures.Calibration": [.manager, .clerk],
    "org.hallway.Figures.Visits": [.manager],
    // What is published is everybody's.
    "org.hallway.Guides.Contents": Set(Role.allCases),
    "org.hallway.Guides.Search": Set(Role.allCases),
    "org.hallway.Guides.Get": Set(Role.allCases),
    "org.hallway.Guides.TopQuestions": Set(Role.allCases),
    "org.hallway.Guides.Notices": Set(Role.allCases),
    "org.hallway.Guides.Asked": [.citizen, .clerk],
    "org.hallway.Guides.Print": [.citizen, .clerk],
    "org.hallway.Notices.Totals": [.technician, .manager],
    "org.hallway.Scans.Await": [.citizen],
    // Document cameras stand at windows. A kiosk has no call for a picture yet, and its front none
    // to look at other people's papers.
    "org.hallway.Cameras.Snapshot": [.clerk, .technician],
    "org.hallway.Devices.List": Set(Role.allCases),
    "org.hallway.Devices.Watch": Set(Role.allCases),
    "org.hallway.Devices.Show": [.technician, .manager],
    // A test reads cards and looks through cameras, and a self-test takes every device for a moment.
    "org.hallway.Devices.Test": [.technician],
    "org.hallway.Devices.RunSelfTest": [.technician, .manager],
    "org.hallway.Devices.LastSelfTest": Set(Role.allCases),
  ]

  func check(_ call: CallContext) throws(StandardError) {
    guard let allowed = Self.table[call.method] else {
      // The protocol's own interface describes and changes nothing.
      if call.method.hasPrefix("org.varlink.service.") { return }
      throw .permissionDenied
    }
    try require(anyOf: allowed, call)
  }

  /// Refuses callers who may not act as `role`, where one method asks more of some calls.
  func require(_ role: Role, _ call: CallContext) throws(StandardError) {
    try require(anyOf: [role], call)
  }

  /// The windows whose pads a caller may be; nil for every window.
  ///
  /// - Throws: where the caller is no pad, or is a clerk as well: nobody rates themselves.
  func padWindows(_ call: CallContext) throws(StandardError) -> Set<String>? {
    try require(.pad, call)
    try refuseClerk(call)
    return call.peer.flatMap { padWindows[$0.uid] }
  }

  func requirePad(of window: String, _ call: CallContext) throws(StandardError) {
    guard try padWindows(call)?.contains(window) ?? true else { throw .permissionDenied }
  }

  /// A citizen, or a citizen's pad, who is no clerk.
  func requireCitizen(_ call: CallContext) throws(StandardError) {
    try require(anyOf: [.citizen, .pad], call)
    try refuseClerk(call)
  }

  private func refuseClerk(_ call: CallContext) throws(StandardError) {
    guard !isSample, let peer = call.peer, roles[peer.uid]?.contains(.clerk) ?? false else {
      return
    }
    throw .permissionDenied
  }

  private func require(anyOf allowed: Set<Role>, _ call: CallContext) throws(StandardError) {
    guard let peer = call.peer else { throw .permissionDenied }
    if peer.uid == 0 || peer.uid == owner { return }
    guard !allowed.isDisjoint(with: roles[peer.uid] ?? []) else { throw .permissionDenied }
  }
}
