import DeviceKit
import Hall
import HallAPI
import HallStore
import Logging
import PersonKeys
import Varlink

/// Reads cards and hands out tokens in place of ID numbers.
actor CardDesk {
  /// What the hall keeps of a card while its token lives; the number itself is gone already.
  struct Holder: Sendable, Equatable {
    let person: PersonKey
    let maskedName: String
    let maskedNumber: String
  }

  /// A person reads a screen and chooses within this; then the card is laid down again.
  static let tokenSeconds: Int64 = 120
  /// How long a kiosk waits for a card unless it says otherwise.
  static let defaultTimeoutSeconds = 60
  static let allowedTimeoutSeconds = 1...180

  private let readers: [any IDCardReader]
  private let people: PersonKeys
  private let wallTime: WallTime
  private var tokens: [String: (holder: Holder, expires: Moment)] = [:]
  private let holds: DeviceHolds

  init(
    readers: [any IDCardReader], people: PersonKeys, holds: DeviceHolds,
    wallTime: @escaping WallTime
  ) {
    self.holds = holds
    self.readers = readers
    self.people = people
    self.wallTime = wallTime
  }

  /// The person a token stands for, nil when it is unknown or too old.
  func holder(of token: String) -> Holder? {
    dropExpired()
    return tokens[token]?.holder
  }

  func read(
    _ parameters: CardsInterface.Read.Parameters,
    _ replies: VarlinkReplies<CardsInterface.Read.Reply>
  ) async throws {
    let seconds = parameters.timeoutSeconds ?? Self.defaultTimeoutSeconds
    guard Self.allowedTimeoutSeconds.contains(seconds) else {
      throw StandardError.invalidParameter("timeoutSeconds")
    }
    let reader = try reader(parameters.reader)
    guard holds.take(reader.id) else {
      throw CardsInterface.ReaderBusy(reader: reader.id.name)
    }
    defer { holds.release(reader.id) }
    do {
      let card = try await Self.card(from: reader, within: .seconds(seconds), replies)
      let last = card.map(admit) ?? CardsInterface.Reading(state: .timeout)
      try await replies.finish(.init(reading: last))
    } catch let fault as DeviceFault {
      throw CardsInterface.ReaderFault(reader: reader.id.name, fault: fault.code.rawValue)
    }
  }

  private func reader(_ name: String?) throws -> any IDCardReader {
    guard let reader = Asking.choice(name, among: readers, id: \.id) else {
      throw CardsInterface.NoReader()
    }
    return reader
  }

  /// The card, or nil when none came in time; steps in between go to the caller.
  private static func card(
    from reader: any IDCardReader, within limit: Duration,
    _ replies: VarlinkReplies<CardsInterface.Read.Reply>
  ) async throws -> IdentityCard? {
    try await Asking.within(limit) {
      for try await step in await reader.readCard() {
        switch step {
        case .waiting: try await replies.send(.init(reading: .init(state: .waiting)))
        case .reading: try await replies.send(.init(reading: .init(state: .reading)))
        case .retry(let why):
          try await replies.send(.init(reading: .init(state: .retry, reason: why.rawValue)))
        case .card(let card): return card
        }
      }
      return nil
    }
  }

  private func admit(_ card: IdentityCard) -> CardsInterface.Reading {
    dropExpired()
    let token = Secrets.token()
    tokens[token] = (
      Holder(
        person: people.key(of: card.number), maskedName: Masking.name(card.name),
        maskedNumber: card.number.masked),
      wallTime().advanced(bySeconds: Self.tokenSeconds)
    )
    return CardsInterface.Reading(
      state: .card, name: Masking.name(card.name), kind: card.kind, token: token,
      tokenSeconds: Int(Self.tokenSeconds))
  }

  private func dropExpired() {
    let now = wallTime()
    tokens = tokens.filter { $0.value.expires > now }
  }
}

/// Random values nobody guesses, from the system's generator.
enum Secrets {
  /// 128 bits, hexadecimal.
  static func token() -> String {
    Hexadecimal.text((0..<16).map { _ in UInt8.random(in: .min ... .max) })
  }

  /// Six digits a person can type at a kiosk; ``Throttle`` makes them enough.
  static func ticketSecret() -> String {
    String(String(Int.random(in: 1_000_000..<2_000_000)).dropFirst())
  }
}
