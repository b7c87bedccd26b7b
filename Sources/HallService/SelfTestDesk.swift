import DeviceKit
import Foundation
import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// What the self-test needs of the machine it runs on: its clock and disk, and a place for the record.
public protocol SelfTestHost: Sendable {
  /// The machine's own findings: subject, whether it is well, and why in a technician's words.
  func findings() -> [MachineFinding]
  /// The last record; nil for none.
  func recall() -> [UInt8]?
  /// Keeps a record in the place of the one before, once it is on the disk; blocks until then.
  func keep(_ bytes: [UInt8]) throws
}

/// One thing of the machine that was looked at.
public struct MachineFinding: Sendable, Equatable {
  /// `clock`, `disk`
  public let subject: String
  public let isWell: Bool
  public let detail: String

  public init(subject: String, isWell: Bool, detail: String) {
    self.subject = subject
    self.isWell = isWell
    self.detail = detail
  }
}

/// For halls that keep no record.
public struct NoSelfTestHost: SelfTestHost {
  public init() {}
  public func findings() -> [MachineFinding] { [] }
  public func recall() -> [UInt8]? { nil }
  public func keep(_ bytes: [UInt8]) {}
}

/// The test of everything before opening, without hands, and its record. 开门自检
actor SelfTestDesk {
  typealias Record = DevicesInterface.SelfTestRecord
  typealias Result = DevicesInterface.TestResult

  private let hall: HallParts
  private let tests: DeviceTestDesk
  private let bell: ChangeBell
  private var record: Record?
  private var isRunning = false

  init(hall: HallParts, tests: DeviceTestDesk, bell: ChangeBell) {
    self.hall = hall
    self.tests = tests
    self.bell = bell
    // A record of another version, or half of one, is none.
    record = hall.selfTestHost.recall().flatMap {
      try? JSONDecoder().decode(Record.self, from: Data($0))
    }
  }

  func last() -> DevicesInterface.LastSelfTest.Reply { .init(record: record) }

  /// How the devices passed today, by id; empty where there was no self-test today.
  func outcomesToday() -> [String: String] {
    guard let record, record.day == hall.today.description else { return [:] }
    return Dictionary(record.results.map { ($0.subject, $0.outcome.rawValue) }) { _, last in last }
  }

  func run(_ replies: VarlinkReplies<DevicesInterface.RunSelfTest.Reply>) async throws {
    guard !isRunning else { throw DevicesInterface.SelfTestUnderWay() }
    isRunning = true
    defer { isRunning = false }
    var results: [Result] = hall.selfTestHost.findings().map {
      Result(
        subject: $0.subject, kind: "machine", outcome: $0.isWell ? .passed : .failed,
        detail: $0.detail)
    }
    for result in results { try await replies.send(.init(result: result)) }
    // Paper last: the sheet says how the others passed.
    let (printers, others) = hall.places.reduce(
      into: ([HallParts.PlacedDevice](), [HallParts.PlacedDevice]())
    ) {
      if $1.device is any TicketPrinter { $0.0.append($1) } else { $0.1.append($1) }
    }
    for places in [others, printers] {
      let sheet = Slip.selfTest(
        hall: hall.info.name[.zh], at: WallClock(hall.wallTime()).iso8601,
        results.map { ($0.subject, $0.outcome != .failed, $0.detail ?? "") })
      for result in try await test(places, sheet) {
        results.append(result)
        try await replies.send(.init(result: result))
      }
    }
    let now = WallClock(hall.wallTime())
    let done = Record(
      day: now.day.description, at: now.iso8601,
      passed: results.allSatisfy { $0.outcome != .failed }, results: results)
    try keep(done)
    record = done
    bell.ring()
    for result in results where result.outcome == .failed {
      hall.logger.warning(
        "self-test failed",
        metadata: ["subject": "\(result.subject)", "why": "\(result.detail ?? "")"])
    }
    try await replies.finish(.init(record: done))
  }

  /// Side by side: one that hangs until its deadline holds up no other.
  private func test(_ places: [HallParts.PlacedDevice], _ sheet: Slip) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      for (index, place) in places.enumerated() {
        group.addTask { [self] in (index, try await test(place, sheet)) }
      }
      var found: [Int: Result] = [:]
      for try await (index, result) in group { found[index] = result }
      return places.indices.compactMap { found[$0] }
    }
  }

  private nonisolated func test(_ place: HallParts.PlacedDevice, _ sheet: Slip) async throws
    -> Result
  {
    let device = place.device
    guard try await tests.take(place) else {
      return Result(
        subject: device.id.name, kind: device.kind.rawValue, outcome: .skipped, detail: "in use")
    }
    defer { tests.holds.release(device.id) }
    return try await DeviceTrial(
      device: device, hands: nil, sheet: sheet, press: hall.press, tell: { _ in }
    ).run()
  }

  private func keep(_ record: Record) throws {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try hall.selfTestHost.keep(Array(try encoder.encode(record)))
    } catch {
      hall.logger.error("self-test not kept", metadata: ["why": "\(error)"])
      throw StoreFailure(.storage, "\(error)")
    }
  }
}
