import DeviceKit

/// Keeps tickets out of recordings: a slip has a name, a number and a secret on it.
///
/// Questions stay, since they are what a technician reads a recording for, and so does what is an
/// answer to them. Whatever else comes back, a serial box's echo of the ticket say, does not.
struct TicketRedactor: Redactor {
  /// In place of what is no answer: no answer holds it, so a replay hears nothing in it either.
  static let blank: UInt8 = 0x80
  private static let realTime = ESCPOS.Question.allCases.map(\.bytes)
  private static let epic = [ESCPOS.Presenter.epicSensors, ESCPOS.Presenter.epicTransport]
  private static let xon: UInt8 = 0x11
  private static let xoff: UInt8 = 0x13

  /// Answers that questions still wait for: letters of a ticket look like them.
  private var awaited = Awaited()
  /// The beginning of what may become an answer.
  private var held: [UInt8] = []

  private struct Awaited {
    var realTime = 0
    var buffered = 0
    var custom = 0
    var epic = 0
  }

  mutating func written(_ bytes: [UInt8]) -> [UInt8]? {
    switch bytes {
    case ESCPOS.recoverAndClear: return bytes
    case ESCPOS.bufferedStatus: awaited.buffered += 1
    case ESCPOS.Presenter.customStatus: awaited.custom += 1
    case _ where Self.realTime.contains(bytes): awaited.realTime += 1
    case _ where Self.epic.contains(bytes): awaited.epic += 1
    default:
      // A job, or the rest of one; some end with a question.
      awaited = Awaited()
      if bytes.suffix(3) == ESCPOS.bufferedStatus[...] { awaited.buffered = 1 }
      return nil
    }
    return bytes
  }

  mutating func read(_ bytes: [UInt8]) -> [UInt8] {
    held += bytes
    var kept: [UInt8] = []
    var reports: [Int] = []
    var isForeign = false
    loop: while let first = held.first {
      switch look(at: held, first) {
      case .incomplete: break loop
      case .answer(let length):
        kept += held.prefix(length)
        held.removeFirst(length)
      case .report:
        reports.append(kept.count)
        kept += held.prefix(4)
        held.removeFirst(4)
      case .nothing:
        isForeign = isForeign || (first != Self.xon && first != Self.xoff)
        kept.append(first == Self.xon || first == Self.xoff ? first : Self.blank)
        held.removeFirst()
      }
    }
    // Four letters among others are a word, not the report of a printer that speaks by itself.
    if isForeign {
      for start in reports { for index in start..<(start + 4) { kept[index] = Self.blank } }
    }
    return kept
  }

  mutating func finish() -> [UInt8] {
    defer { held = [] }
    return held.map { _ in Self.blank }
  }

  private enum Look {
    case answer(length: Int)
    /// An automatic status: nobody asked for it.
    case report
    case incomplete
    case nothing
  }

  /// What ``ESCPOS/Decoder`` would take, of whatever model; `bytes` begin with `first`.
  private mutating func look(at bytes: [UInt8], _ first: UInt8) -> Look {
    if let frame = ESCPOS.Frame.allCases.first(where: { $0.fits(0, first) && isAwaited($0) }) {
      let there = bytes.prefix(frame.length)
      if zip(there, 0...).allSatisfy({ frame.fits($1, $0) }) {
        guard there.count == frame.length else { return .incomplete }
        if frame == .customStatus { awaited.custom -= 1 }
        if frame == .epicAnswer { awaited.epic -= 1 }
        return .answer(length: frame.length)
      }
    }
    if awaited.realTime > 0, first & 0x93 == 0x12 {
      awaited.realTime -= 1
      return .answer(length: 1)
    }
    if first & 0x93 == 0x10 {
      let rest = bytes.dropFirst().prefix(3)
      guard rest.allSatisfy({ $0 & 0x90 == 0 }) else { return .nothing }
      return rest.count == 3 ? .report : .incomplete
    }
    if awaited.buffered > 0, first & 0x90 == 0 {
      awaited.buffered -= 1
      return .answer(length: 1)
    }
    return .nothing
  }

  private func isAwaited(_ frame: ESCPOS.Frame) -> Bool {
    switch frame {
    // Their marks are ours and their bytes no text's.
    case .mark, .starFinished: true
    case .customStatus: awaited.custom > 0
    case .epicAnswer: awaited.epic > 0
    }
  }
}
