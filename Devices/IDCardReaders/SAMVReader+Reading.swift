public import DeviceKit
import Hall
import Synchronization

/// One step of a card being read with more than its name and number.
public enum CardContentReading: Sendable, Equatable {
  /// Lay a card on the reader.
  case waiting
  case reading
  /// The person must try again.
  case retry(CardRetry)
  case content(CardContent)
}

extension SAMVReader {
  public nonisolated func readCard() async -> AsyncThrowingStream<CardReading, any Error> {
    read([]) { step in
      switch step {
      case .waiting: .waiting
      case .reading: .reading
      case .retry(let why): .retry(why)
      case .content(let content): .card(content.text.identityCard)
      }
    }
  }

  /// The same as ``readCard()``, with the whole text and what else is asked for.
  public nonisolated func readContent(
    _ items: CardItems
  ) async -> AsyncThrowingStream<CardContentReading, any Error> {
    read(items) { $0 }
  }

  private nonisolated func read<Step: Sendable>(
    _ items: CardItems, as translate: @escaping @Sendable (CardContentReading) -> Step
  ) -> AsyncThrowingStream<Step, any Error> {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: Step.self)
    guard let turn = slot.claim() else {
      continuation.finish(throwing: DeviceFault(.busy, "another reading is under way"))
      return stream
    }
    let audience = ReadingAudience(
      tell: { continuation.yield(translate($0)) }, end: { continuation.finish(throwing: $0) })
    let reading = Task { await serve(items, audience) }
    continuation.onTermination = { [slot] reason in
      // At once, not when the loop notices: the next reading may begin right away.
      slot.release(turn)
      if case .cancelled = reason { reading.cancel() }
    }
    return stream
  }

  private func serve(_ items: CardItems, _ audience: ReadingAudience) async {
    endReading = audience.end
    do throws(any Error) {
      _ = try requireLink()
      audience.tell(.waiting)
      let round = ReadingRound(items: items)
      while !Task.isCancelled {
        let isDone = try await command(round.name, within: Self.roundDeadline) {
          reader, link throws(DeviceFault) in
          try reader.play(round, audience, on: link)
        }
        if isDone { return audience.end(nil) }
        // Other callers and supervision have the device meanwhile.
        try await Task.sleep(for: Self.pollInterval)
      }
      audience.end(nil)
    } catch let fault as DeviceFault where fault.code != .cancelled {
      audience.end(fault)
    } catch {
      // Cancelled, waiting or asleep: nobody listens any more.
      audience.end(nil)
    }
  }

  /// One round of find, select and read; true once a card was handed over.
  private func play(
    _ round: ReadingRound, _ audience: ReadingAudience, on link: any ByteLink
  ) throws(DeviceFault) -> Bool {
    defer { supervision.board.show(.ready, parts: DeviceParts(media: presence.media)) }
    let found = try ask(.findCard, on: link)
    guard found.status == .cardFound else {
      try settle(found.status, round, audience, on: link)
      if found.status.verdict == .noCard { try lookForHiddenCard(round, audience, on: link) }
      return false
    }
    presence.found()
    audience.tell(.reading)
    let selected = try ask(.selectCard, on: link)
    guard selected.status == .success else {
      try settle(selected.status, round, audience, on: link)
      return false
    }
    let command: SAMV.Command =
      round.items.contains(.fingerprints) ? .readBaseWithFingerprints : .readBase
    var answer = try ask(command, on: link)
    // Photo and fingerprints go no further than this unless somebody asked (PIPL art. 6).
    defer { answer.data.wipe() }
    guard answer.status == .success else {
      try settle(answer.status, round, audience, on: link)
      return false
    }
    guard var content = content(answer.data, of: round.items, audience) else { return false }
    guard !presence.isStillThere(content.text.number.digits) else {
      content.wipe()
      presence.leftLying()
      askToLift(round, audience)
      return false
    }
    guard try readFurther(&content, of: round, audience, on: link) else {
      content.wipe()
      return false
    }
    // Before anybody is told, since a card is taken away as soon as they are: what lies there now
    // is surely the card that was read. A module that breaks here has read it all the same.
    let broken: DeviceFault?
    do {
      try learnWhetherFoundAgain(content.text.number.digits, on: link)
      broken = nil
    } catch {
      broken = error
    }
    audience.tell(.content(content))
    audience.end(nil)
    if let broken { throw broken }
    return true
  }

  /// The card in a base message; nil, and the person told, where it is none.
  private func content(
    _ data: [UInt8], of items: CardItems, _ audience: ReadingAudience
  ) -> CardContent? {
    let hasFingerprints = items.contains(.fingerprints)
    guard let message = BaseMessage(data, withFingerprints: hasFingerprints) else {
      audience.tell(.retry(.unreadable))
      return nil
    }
    do throws(CardTextFlaw) {
      var content = CardContent(text: try CardText(message.text, reading2023: reading2023))
      if items.contains(.photo) { content.photo = Array(message.photo) }
      content.fingerprints = Fingerprint.templates(in: message.fingerprints) ?? []
      return content
    } catch {
      audience.tell(.retry(error == .unknownKind ? .wrongCard : .unreadable))
      return nil
    }
  }

  /// New addresses and management number, which may follow a good base read directly (A.7); false
  /// where the card went meanwhile.
  private func readFurther(
    _ content: inout CardContent, of round: ReadingRound, _ audience: ReadingAudience,
    on link: any ByteLink
  ) throws(DeviceFault) -> Bool {
    if round.items.contains(.newAddresses) {
      while content.newAddresses.count < NewAddress.most {
        var answer = try ask(.readNewAddress, on: link)
        defer { answer.data.wipe() }
        if answer.status.verdict == .notOnCard { break }
        guard answer.status == .success, let more = NewAddress.addresses(in: answer.data) else {
          try settle(answer.status, round, audience, on: link)
          return false
        }
        // Blank records: there is nothing behind them.
        if more.isEmpty { break }
        content.newAddresses += more
      }
    }
    if round.items.contains(.managementNumber) {
      let answer = try ask(.readManagementNumber, on: link)
      if answer.status.verdict == .notOnCard { return true }
      guard answer.status == .success else {
        try settle(answer.status, round, audience, on: link)
        return false
      }
      content.managementNumber = answer.data
    }
    return true
  }

  /// What an answer other than the hoped-for one means (A.4); never a card.
  private func settle(
    _ status: SAMV.Status, _ round: ReadingRound, _ audience: ReadingAudience,
    on link: any ByteLink
  ) throws(DeviceFault) {
    switch status.verdict {
    case .noCard: presence.notFound()
    case .retry(let why): audience.tell(.retry(why))
    // A success here is one whose data were none.
    case .notOnCard, .good: audience.tell(.retry(.unreadable))
    case .confused:
      // Once more first; then a reset, and not for ever.
      switch round.confusion() {
      case 0: return
      case 1...Self.resets: _ = try conversation.demand(.resetModule, on: link)
      default: throw DeviceFault(.hardwareError, "module keeps saying \(status)")
      }
    case .resend, .fault: throw DeviceFault(.protocolError, "unexpected \(status)")
    }
  }

  // MARK: The card that lies there still (A.7)

  /// A module that reads without a find tells whether the card of the last reading is still there.
  private func lookForHiddenCard(
    _ round: ReadingRound, _ audience: ReadingAudience, on link: any ByteLink
  ) throws(DeviceFault) {
    guard rereads, presence.mayBeHidden else { return }
    var answer = try ask(.readManagementNumber, on: link)
    defer { answer.data.wipe() }
    let isThere = answer.status == .success || answer.status.verdict == .notOnCard
    presence.looked(isThere: isThere)
    if isThere { askToLift(round, audience) }
  }

  private func askToLift(_ round: ReadingRound, _ audience: ReadingAudience) {
    if round.mayAskToLift() { audience.tell(.retry(.notLifted)) }
  }

  /// Asks one find more, which only some modules answer with the same card.
  private func learnWhetherFoundAgain(
    _ number: String, on link: any ByteLink
  ) throws(DeviceFault) {
    // Remembered before the question: a module that breaks here has read the card all the same.
    presence.read(number, foundAgain: false)
    let again = try ask(.findCard, on: link)
    presence.read(number, foundAgain: again.status == .cardFound)
  }
}

/// What one reading asks for and has been through.
private final class ReadingRound: Sendable {
  let items: CardItems
  private let state = Mutex((confusions: 0, askedToLift: false))

  init(items: CardItems) { self.items = items }

  /// What recordings call it.
  var name: String { items.isEmpty ? "readCard" : "readContent" }

  /// How often the module had lost its thread before.
  func confusion() -> Int {
    state.withLock { state in
      defer { state.confusions += 1 }
      return state.confusions
    }
  }

  /// Once in a reading: the words stay on the screen.
  func mayAskToLift() -> Bool {
    state.withLock { state in
      defer { state.askedToLift = true }
      return !state.askedToLift
    }
  }
}

/// Who listens to a reading.
private struct ReadingAudience: Sendable {
  let tell: @Sendable (CardContentReading) -> Void
  let end: @Sendable (DeviceFault?) -> Void
}

/// Who may read: one at a time, and a released turn never frees somebody else's.
final class ReadingSlot: Sendable {
  private let state = Mutex<(holder: UInt64?, next: UInt64)>((nil, 0))

  func claim() -> UInt64? {
    state.withLock { state in
      guard state.holder == nil else { return nil }
      state.next += 1
      state.holder = state.next
      return state.next
    }
  }

  func release(_ turn: UInt64) {
    state.withLock { if $0.holder == turn { $0.holder = nil } }
  }
}
