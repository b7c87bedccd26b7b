import FoundationEssentials
import Glibc

/// Measures Hallway against named references, both sides in one run and turn about.
///
///     hallway-bench JSON              the table; writes its rows to the file JSON
///     hallway-bench echo|serve PATH   one server, as the table starts it
///     hallway-bench roundtrip JSON    the first row's samples alone, to be run on one processor
///     hallway-bench devices JSON      the rows about devices alone
///     hallway-bench ledger JSON       the rows about the ledger alone
///     hallway-bench tickets JSON      of those the rows about taking numbers
///     hallway-bench ratings JSON      the rows about ratings alone
///     hallway-bench fronts JSON        the rows about what is seen on screens alone
///     hallway-bench guides JSON       the rows about the search for guides alone
///     hallway-bench cases JSON        the rows about cases alone, with a million cases
///     hallway-bench generate-cases COUNT FILE   a file of so many cases, the same each time
///
/// `make bench` builds what it needs: hallwayd beside it, and HALLWAY_VENV with PyPI varlink.
@main
struct Bench {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("echo", 2): try EchoServer.serve(arguments[1])
    case ("serve", 2): try await PingService.serve(arguments[1])
    case ("roundtrip", 2):
      let programs = try Programs()
      defer { programs.clean() }
      try JSONEncoder().encode(try RoundTrips(programs).againstEcho())
        .write(to: URL(filePath: arguments[1]))
    case ("devices", 2): try await table(arguments[1], [devices])
    case ("ledger", 2): try await table(arguments[1], [tickets, ledger])
    case ("tickets", 2): try await table(arguments[1], [tickets])
    case ("ratings", 2): try await table(arguments[1], [ratings])
    case ("fronts", 2): try await table(arguments[1], [fronts])
    case ("guides", 2): try await table(arguments[1], [guides])
    case ("cases", 2): try await table(arguments[1], [{ try await cases(1_000_000, $0, &$1) }])
    case ("generate-cases", 3):
      guard let count = Int(arguments[1]) else {
        throw BenchFailure("\(arguments[1]) is no number")
      }
      try CaseLives(count: count).write(to: arguments[2])
    case (.some(let json), 1) where !json.hasPrefix("-"):
      try await table(
        json,
        [
          `protocol`, tickets, ledger, ratings, guides, { try await cases(100_000, $0, &$1) },
          devices, fronts,
        ])
    default:
      print(
        "usage: hallway-bench JSON | (echo | serve) PATH | "
          + "(roundtrip | devices | fronts | ledger | tickets | ratings | guides | cases) JSON | "
          + "generate-cases COUNT FILE")
      exit(64)  // EX_USAGE
    }
  }

  private static func table(
    _ json: String, _ parts: [(Programs, inout Table) async throws -> Void]
  ) async throws {
    let programs = try Programs()
    defer { programs.clean() }
    var table = Table()
    for part in parts { try await part(programs, &table) }
    table.printVerdict()
    try table.write(to: json)
  }

  private static func `protocol`(_ programs: Programs, _ table: inout Table) throws {
    let roundTrips = try RoundTrips(programs)
    table.add(RoundTrips.echoRow("Varlink round trip", try roundTrips.againstEcho()))
    table.add(
      RoundTrips.echoRow(
        "Varlink round trip, 1 processor", try RoundTrips.againstEchoOnOneProcessor(programs)))
    for row in try roundTrips.againstPython() { table.add(row) }
    for row in try Footprint(programs).rows { table.add(row) }
  }

  private static func tickets(_ programs: Programs, _ table: inout Table) throws {
    for row in try Tickets(programs).rows { table.add(row) }
  }

  private static func ratings(_ programs: Programs, _ table: inout Table) async throws {
    for row in try await Ratings(programs).rows { table.add(row) }
  }

  private static func fronts(_ programs: Programs, _ table: inout Table) throws {
    for row in try Fronts(programs).rows { table.add(row) }
  }

  private static func guides(_: Programs, _ table: inout Table) throws {
    for row in try GuideSearches().rows { table.add(row) }
  }

  private static func cases(
    _ count: Int, _ programs: Programs, _ table: inout Table
  ) async throws {
    for row in try await Cases(count, programs).rows { table.add(row) }
  }

  private static func ledger(_ programs: Programs, _ table: inout Table) async throws {
    for row in try await LongQueue(programs).rows { table.add(row) }
    for row in try await Boards(programs).rows { table.add(row) }
    table.add(try await DayLoading(path: programs.ledgers + "/day.sqlite").row())
  }

  private static func devices(_ programs: Programs, _ table: inout Table) throws {
    table.add(try ReaderFrames().row)
    table.add(try TicketEncoding(programs).row)
    let hall = try DeviceHall(programs)
    for row in try IdleDevices(hall, programs).rows { table.add(row) }
    for row in try HangingDevice(hall).rows { table.add(row) }
    try hall.end()
  }
}
