import ArgumentParser
import CSVRecords
import Foundation
import HallAPI
import ProgramKit
import Varlink

/// Brings reservations in from whatever books them.
struct ReservationsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reservations", abstract: "Brings reservations into the hall.",
    discussion: """
      The file is CSV (RFC 4180), UTF-8 with or without a byte order mark, one reservation a record:
      code,service,from,until and, where its holder may check in by card, the ID number. Cells may be
      quoted. The same file again changes nothing.

      EXAMPLES
        hallway reservations import today.csv
        hallway reservations cancel DG20261126001

      A LINE
        DG20261126001,passport,2026-11-26T09:30,2026-11-26T10:00,
      """,
    subcommands: [ImportReservations.self, CancelReservation.self])
}

struct ImportReservations: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Brings a CSV file of reservations in.")

  @Argument(help: "The file, or - for standard input.") var file: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let data =
      file == "-"
      ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
    guard let data else { throw Complaint("\(file) cannot be read") }
    var refused = 0
    var taken = 0
    for record in CSVRecords(String(decoding: data, as: UTF8.self)) {
      let cells = record.cells
      if cells == [""] || cells[0].hasPrefix("#") || cells[0] == "code" { continue }
      guard !record.isBroken else {
        refuse(record.line, "a quote stands where none may, or is never closed", &refused)
        continue
      }
      guard cells.count == 4 || cells.count == 5 else {
        refuse(record.line, "has \(cells.count) cells, not 4 or 5", &refused)
        continue
      }
      let idNumber = cells.count == 5 && !cells[4].isEmpty ? cells[4] : nil
      do {
        _ = try await connection.ask(
          ReservationsInterface.Book.self,
          .init(
            code: cells[0], service: cells[1], from: cells[2], until: cells[3],
            idNumber: idNumber))
        taken += 1
      } catch let complaint as Complaint {
        refuse(record.line, "\(complaint)", &refused)
      }
    }
    print("\(taken) reservations taken, \(refused) refused")
    if refused > 0 { throw ExitCode.failure }
  }

  /// Never the line itself: it may hold an ID number.
  private func refuse(_ line: Int, _ why: String, _ refused: inout Int) {
    refused += 1
    FileHandle.standardError.write(Data("\(file):\(line): \(why)\n".utf8))
  }
}

struct CancelReservation: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancels a reservation.")

  @Argument(help: "Its code.") var code: String
  @OptionGroup var connection: Connection

  func run() async throws {
    let reply = try await connection.ask(ReservationsInterface.Cancel.self, .init(code: code))
    try connection.show(reply) { "\(reply.reservation.code) is cancelled" }
  }
}
