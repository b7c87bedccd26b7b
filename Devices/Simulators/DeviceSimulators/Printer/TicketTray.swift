import Glibc
import Synchronization

/// A ticket that has come out of the printer.
public struct FinishedTicket: Sendable, Equatable {
  /// The queue number on it, e.g. `A012`; "" if there is none.
  public let number: String
  public let text: String
  /// Absolute path of its picture.
  public let png: String
  /// Characters in the picture for which no installed font had a glyph.
  public let unknownGlyphs: Int
}

/// The directory into which the printer drops its tickets, as `ticket-0001.txt` and `.png`.
///
/// Both files appear whole or not at all. Numbers go on where an earlier run stopped, and the
/// tickets stay when the simulator ends: paper does.
public final class TicketTray: Sendable {
  private struct Contents {
    var last: Int
    var tickets: [FinishedTicket] = []
  }

  private let directory: String
  private let contents: Mutex<Contents>

  /// - Parameter directory: made if it is not there.
  public init(directory: String) throws(SimulatorError) {
    self.directory = try FileTree.makeDirectory(directory)
    let numbers = try FileTree.names(in: self.directory).compactMap { name -> Int? in
      guard name.hasPrefix("ticket-"), name.hasSuffix(".png") else { return nil }
      return Int(name.dropFirst("ticket-".count).dropLast(".png".count))
    }
    contents = Mutex(Contents(last: numbers.max() ?? 0))
  }

  /// Every ticket printed since the start, oldest first.
  public var tickets: [FinishedTicket] { contents.withLock { $0.tickets } }

  /// Draws and writes a ticket; blocks for some tens of milliseconds.
  func drop(_ ticket: PrintedTicket) throws(SimulatorError) {
    let number = contents.withLock { contents in
      contents.last += 1
      return contents.last
    }
    let digits = String(number)
    let name = "ticket-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let path = directory + "/" + name
    let partial = directory + "/." + name + ".partial"
    let text = ticket.text
    let painter = try TicketPainter(ticket)
    try painter.write(to: partial)
    try FileTree.rename(partial, to: path + ".png")
    try FileTree.write(Array(text.utf8), to: partial)
    try FileTree.rename(partial, to: path + ".txt")
    let finished = FinishedTicket(
      number: ticket.number, text: text, png: path + ".png",
      unknownGlyphs: painter.unknownGlyphs)
    contents.withLock { $0.tickets.append(finished) }
  }
}
