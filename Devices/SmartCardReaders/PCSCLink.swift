import CPCSC
import DeviceKit

/// A reader of pcscd as a link: a write is a command APDU, a read its response; the card's presence
/// and its answer to reset are asked of the port.
final class PCSCLink: ByteLink {
  /// pcscd on the same machine; also the time a card takes to be powered up.
  static let questionDeadline: Duration = .seconds(2)
  /// Readers that came or went without an event are found after this (trap 13).
  static let rescanInterval: Duration = .seconds(1)

  private let worker: PCSCWorker
  private let waker: Waker
  private let context: SCARDCONTEXT
  private let reader: String
  private var state: PCSC.ReaderState
  /// The presence that the driver has been told of.
  private var toldPresence: UInt8?
  private var card: PCSC.Card?
  private var command: [UInt8] = []
  private var response: [UInt8] = []
  private(set) var bytesWritten = 0

  /// `name` is the reader as pcscd lists it; nil takes the first.
  init(name: String?, worker: PCSCWorker, waker: Waker) throws(DeviceFault) {
    self.worker = worker
    self.waker = waker
    let context = try worker.run(by: .after(Self.questionDeadline), waker: waker) {
      PCSC.establish()
    }
    self.context = context
    do throws(DeviceFault) {
      let readers = try worker.run(by: .after(Self.questionDeadline), waker: waker) {
        PCSC.readers(context)
      }
      guard let reader = name.map({ name in readers.first { $0 == name } }) ?? readers.first else {
        let known = readers.isEmpty ? "none" : readers.joined(separator: ", ")
        throw DeviceFault(.absent, "no reader \(name ?? ""); pcscd has \(known)")
      }
      self.reader = reader
      state = try worker.run(by: .after(Self.questionDeadline), waker: waker) {
        PCSC.change(of: reader, from: PCSC.ReaderState(), context, milliseconds: 0)
      }
    } catch {
      worker.afterwards { PCSC.release(context) }
      throw error
    }
  }

  deinit {
    response.wipe()
    worker.afterwards { [context, card] in
      if let card { PCSC.disconnect(card) }
      PCSC.release(context)
    }
  }

  static func opener(_ worker: PCSCWorker) -> LinkOpener {
    { request, waker throws(DeviceFault) in
      guard case .pcsc(let name) = request.address else {
        throw DeviceFault(.protocolError, "\(request.address) names no reader of pcscd")
      }
      return try PCSCLink(name: name, worker: worker, waker: waker)
    }
  }

  // MARK: Commands

  func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    command = bytes
    bytesWritten += bytes.count
  }

  func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    if response.isEmpty, !command.isEmpty {
      let asked = command
      command = []
      let card = try powered(by: deadline)
      do {
        response = try worker.run(by: deadline, waker: waker) { PCSC.transmit(asked, to: card) }
      } catch {
        drop()
        throw error
      }
      guard !response.isEmpty else {
        // What vpcd's reader answers for a card that is gone.
        drop()
        throw .noCard
      }
    }
    if response.isEmpty, toldPresence != state.presence {
      toldPresence = state.presence
      return [state.presence]
    }
    guard !response.isEmpty else {
      try waker.pause(until: deadline)
      throw DeviceFault(.silent, "the card was not asked anything")
    }
    defer { response.removeFirst(min(max(1, count), response.count)) }
    return Array(response.prefix(max(1, count)))
  }

  func discardInput() throws(DeviceFault) {
    command = []
    response.wipe()
  }

  private func powered(by deadline: Deadline) throws(DeviceFault) -> PCSC.Card {
    if let card { return card }
    let card = try worker.run(by: deadline, waker: waker) { [reader, context] in
      PCSC.connect(reader, context)
    }
    self.card = card
    return card
  }

  private func drop() {
    guard let card else { return }
    self.card = nil
    worker.afterwards { PCSC.disconnect(card) }
  }

  // MARK: The port

  func ask(_ question: PortQuestion, deadline: Deadline) throws(DeviceFault) -> [UInt8]? {
    switch question {
    case .cardPresence:
      toldPresence = state.presence
      return [state.presence]
    case .cardReset:
      drop()
      do throws(DeviceFault) {
        return try powered(by: deadline).answerToReset
      } catch  where error == .noCard {
        return []
      }
    default: return nil
    }
  }

  /// Waits for a card to come or go, which is then read as one byte, as ``PortQuestion/cardPresence``
  /// answers; whoever idles is done with the card.
  func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    drop()
    if toldPresence != state.presence { return true }
    let limit = min(deadline, .after(Self.rescanInterval))
    let left = Deadline.now.duration(to: limit)
    let milliseconds = max(
      0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
    let old = state
    let new = try worker.wait(
      by: limit.advanced(by: Self.questionDeadline), waker: waker,
      cancel: { [context] in SCardCancel(context) },
      { [reader, context] in
        PCSC.change(of: reader, from: old, context, milliseconds: milliseconds)
      })
    guard let new else { return false }
    state = new
    if new == old || new.listBits != old.listBits { try rescan() }
    guard !new.isGone else { throw DeviceFault(.unplugged, "the reader is gone") }
    return toldPresence != new.presence
  }

  private func rescan() throws(DeviceFault) {
    let readers = try worker.run(by: .after(Self.questionDeadline), waker: waker) { [context] in
      PCSC.readers(context)
    }
    guard readers.contains(reader) else { throw DeviceFault(.unplugged, "the reader is gone") }
  }
}
