import Testing

@testable import DeviceSimulators

@Suite struct PrinterMachineTests {
  private static let completion = hex("1D 28 48 06 00 30 30 31 32 33 34")
  private static let completed = hex("37 22 31 32 33 34 00")
  /// "A012", new line, cut.
  private static let ticket = hex("41 30 31 32 0A 1D 56 42 00")

  private func printer(
    _ faults: (inout PrinterFaults) -> Void = { _ in },
    profile change: (inout PrinterProfile) -> Void = { _ in }
  ) throws -> PrinterMachine {
    var profile = PrinterProfile(charset: try HanTable.gb18030())
    change(&profile)
    var printer = PrinterMachine(profile: profile)
    faults(&printer.faults)
    return printer
  }

  @Test func `a healthy printer answers 12 to every DLE EOT`() throws {
    var printer = try printer()
    for n in 1...4 as ClosedRange<UInt8> { #expect(printer.exchange([0x10, 0x04, n]) == [0x12]) }
    #expect(printer.exchange(hex("10 04 05")).isEmpty)
  }

  @Test(arguments: [
    ("low", "12 12 12 1E", "10 00 03 00"), ("out", "1A 32 12 7E", "18 00 0F 00"),
    ("cover", "1A 16 12 12", "38 00 00 00"), ("cutter", "3A 52 1A 12", "18 09 00 00"),
    ("offline", "1A 12 12 12", "18 00 00 00"),
  ])
  func `each fault shows in DLE EOT 1 to 4 and in automatic status`(
    fault: String, realTime: String, automatic: String
  ) throws {
    var printer = try printer()
    #expect(printer.exchange(hex("1D 61 0F")) == hex("10 00 00 00"))
    printer.faults.set(fault)
    #expect(printer.exchange([]) == hex(automatic))
    #expect(printer.exchange(hex("10 04 01 10 04 02 10 04 03 10 04 04")) == hex(realTime))
    printer.faults = PrinterFaults()
    if fault == "cutter" {
      // The blade is free, but the host has to say so.
      #expect(printer.exchange(hex("10 05 01")) == hex("10 00 00 00"))
    } else {
      #expect(printer.exchange([]) == hex("10 00 00 00"))
    }
  }

  @Test func `automatic status tells only of what was asked for`() throws {
    var printer = try printer()
    #expect(printer.exchange(hex("1D 61 08")) == hex("10 00 00 00"))
    printer.faults.coverOpen = true
    #expect(printer.exchange([]).isEmpty)
    printer.faults.paper = .low
    #expect(printer.exchange([]) == hex("38 00 03 00"))
    printer.faults.coverOpen = false
    #expect(printer.exchange(hex("1D 61 00")).isEmpty)
    printer.faults.paper = .out
    #expect(printer.exchange([]).isEmpty)
  }

  @Test func `buffered questions are answered in their turn`() throws {
    var printer = try printer()
    #expect(printer.exchange(hex("1D 72 01 1B 76 1D 72 02")) == hex("00 00 00"))
    printer.faults.paper = .low
    #expect(printer.exchange(hex("1D 72 31")) == hex("03"))
    #expect(printer.exchange(hex("1D 49 02")) == hex("03"))
    #expect(printer.exchange(hex("1D 49 45")) == [0x5F] + "CHINA GB18030".utf8 + [0])
    #expect(printer.exchange(hex("1D 49 7F")).isEmpty)
  }

  @Test func `completion is reported after the ticket is out`() throws {
    var printer = try printer()
    #expect(printer.exchange(Self.ticket + Self.completion) == Self.completed)
    #expect(printer.takeTickets().map(\.number) == ["A012"])
    #expect(printer.takeTickets().isEmpty)
  }

  @Test func `without paper the ticket waits in the buffer, then comes out`() throws {
    var printer = try printer { $0.paper = .out }
    #expect(printer.exchange(Self.ticket + Self.completion).isEmpty)
    #expect(printer.takeTickets().isEmpty)
    #expect(printer.exchange(hex("10 04 04")) == [0x7E])
    printer.faults.paper = .full
    #expect(printer.exchange([]) == Self.completed)
    #expect(printer.takeTickets().map(\.number) == ["A012"])
  }

  @Test func `DLE ENQ 2 throws the waiting ticket away`() throws {
    var printer = try printer { $0.paper = .out }
    #expect(printer.exchange(Self.ticket + Self.completion + hex("10 05 02")).isEmpty)
    printer.faults.paper = .full
    #expect(printer.exchange([]).isEmpty)
    #expect(printer.takeTickets().isEmpty)
    #expect(printer.exchange(Self.ticket + Self.completion) == Self.completed)
    #expect(printer.takeTickets().count == 1)
  }

  @Test func `DLE DC4 clears even a printer at work, DLE ENQ 2 only a stopped one`() throws {
    var printer = try printer { $0.bytesPerSecond = 10 }
    _ = printer.exchange(hex("10 05 02") + Self.ticket)
    printer.faults.bytesPerSecond = nil
    _ = printer.exchange([])
    #expect(printer.takeTickets().count == 1)
    printer.faults.coverOpen = true
    _ = printer.exchange(Self.ticket + hex("10 14 08 01 03 14 01 06 02 08"))
    printer.faults.coverOpen = false
    _ = printer.exchange([])
    #expect(printer.takeTickets().isEmpty)
  }

  @Test func `a stuck cutter is not recovered while it is stuck`() throws {
    var printer = try printer { $0.cutterStuck = true }
    #expect(printer.exchange(hex("10 05 01 10 04 03")) == [0x1A])
    printer.faults.cutterStuck = false
    #expect(printer.exchange(hex("10 04 01")) == [0x3A])
    #expect(printer.exchange(hex("10 05 01 10 04 01")) == [0x12])
  }

  @Test func `opening and closing the cover recovers the cutter too`() throws {
    var printer = try printer { $0.cutterStuck = true }
    printer.faults.cutterStuck = false
    printer.faults.coverOpen = true
    printer.faults.coverOpen = false
    #expect(printer.exchange(hex("10 04 03")) == [0x12])
  }

  @Test func `a mute printer and a one-way cable print and say nothing`() throws {
    var mute = try printer { $0.mute = true }
    #expect(mute.exchange(Self.ticket + Self.completion + hex("10 04 01")).isEmpty)
    #expect(mute.takeTickets().count == 1)
    mute.faults.mute = false
    #expect(mute.exchange(hex("10 04 01")) == [0x12])
    var oneWay = try printer(profile: { $0.answers = false })
    #expect(oneWay.exchange(Self.ticket + Self.completion + hex("10 04 01 1D 61 0F")).isEmpty)
    #expect(oneWay.takeTickets().count == 1)
  }

  @Test func `a slow printer answers at once in real time and late in turn`() throws {
    let start = WireInstant.now
    var printer = try printer { $0.bytesPerSecond = 32 }
    printer.receive(Array(repeating: 0x0A, count: 80) + Self.completion, at: start)
    #expect(printer.advance(to: start).isEmpty)
    printer.receive(hex("10 04 01"), at: start)
    #expect(printer.advance(to: start) == [[0x12]])
    #expect(printer.advance(to: start + .milliseconds(999)).isEmpty)
    #expect(printer.advance(to: start + .seconds(1)).isEmpty)
    #expect(printer.advance(to: start + .seconds(2)) == [Self.completed])
  }

  @Test func `a full buffer makes the host wait`() throws {
    var printer = try printer { $0.coverOpen = true }
    #expect(printer.room == 65_536)
    printer.receive([UInt8](repeating: 0x41, count: 65_536), at: .now)
    #expect(printer.room == 0)
    printer.faults.coverOpen = false
    _ = printer.exchange([])
    #expect(printer.room == 65_536)
  }

  @Test func `losing power loses the buffer, not the paper`() throws {
    var printer = try printer()
    _ = printer.exchange(hex("41 30 30 31 0A 42"))
    printer.losePower()
    _ = printer.exchange(hex("43 0A 1D 56 00"))
    #expect(printer.takeTickets().map(\.text) == ["A001\nC\n"])
  }

  @Test func `a printer without QR prints none`() throws {
    var printer = try printer(profile: { $0.printsQR = false })
    _ = printer.exchange(
      hex("41 0A 1D 28 6B 05 00 31 50 30 41 42 1D 28 6B 03 00 31 51 30 1D 56 00"))
    #expect(printer.takeTickets().map(\.text) == ["A\n"])
  }

  // MARK: - Models

  private func model(_ name: String) throws -> PrinterMachine {
    PrinterMachine(profile: try #require(try PrinterProfile.model(name)))
  }

  @Test func `every model by name prints a ticket, and other names are none`() throws {
    for name in PrinterProfile.models {
      var printer = try model(name)
      _ = printer.exchange(Self.ticket)
      #expect(printer.takeTickets().map(\.number) == ["A012"], "\(name)")
    }
    #expect(try PrinterProfile.model("abacus") == nil)
  }

  @Test func `a clone knows no marks and no changes, and says 0F at paper end`() throws {
    var clone = try model("clone")
    #expect(clone.exchange(hex("1D 61 0F") + Self.ticket + Self.completion).isEmpty)
    #expect(clone.exchange(hex("1D 72 01")) == hex("00"))
    clone.faults.paper = .out
    #expect(clone.exchange([]).isEmpty)
    #expect(clone.exchange(hex("10 04 04")) == hex("7E"))
    clone.faults.paper = .low
    #expect(clone.exchange(hex("1D 72 01")) == hex("03"))
  }

  @Test func `Custom's presenter holds the ticket until somebody takes it`() throws {
    var printer = try model("custom")
    #expect(printer.exchange(hex("10 04 14")) == hex("10 0F 00 00 00 00"))
    _ = printer.exchange(hex("41 0A 1D 56 41 00 1D 65 03 40"))
    #expect(printer.exchange(hex("10 04 14")) == hex("10 0F 20 00 00 00"))
    #expect(printer.exchange(hex("1D 65 06")) == hex("0C"))
    printer.takeTicket()
    #expect(printer.exchange(hex("10 04 14")) == hex("10 0F 00 00 00 00"))
    _ = printer.exchange(hex("41 0A 1D 56 41 00 1D 65 05"))
    #expect(printer.ticketsLost == 1 && !printer.ticketInOutlet)
  }

  @Test func `Epic answers enquiries and delivers`() throws {
    var printer = try model("epic")
    #expect(printer.exchange(hex("05 1E 05 1D")) == hex("06 1E 41 20 06 1D 41 20"))
    _ = printer.exchange(hex("41 0A 1D 56 41 00 1B 6B"))
    #expect(printer.exchange(hex("05 1D")) == hex("06 1D 41 28"))
    printer.faults.coverOpen = true
    #expect(printer.exchange(hex("05 1E")) == hex("06 1E 41 21"))
    #expect(printer.exchange(hex("10 04 01")).isEmpty)
  }

  @Test func `Star tells of a job between its brackets`() throws {
    var printer = try printer()
    #expect(
      printer.exchange(hex("1D 47 31 41 42 43 44") + Self.ticket + hex("1D 47 30"))
        == hex("FF 13 41 42 43 44 00 00 00 00"))
  }

  @Test(arguments: [true, false])
  func `a picture with a status question in it is answered only by heads that obey inside data`(
    obeys: Bool
  ) throws {
    var printer = try printer(profile: { $0.obeysInsideData = obeys })
    let picture = hex("1D 76 30 00 03 00 01 00 10 04 01")
    #expect(printer.exchange(picture) == (obeys ? hex("12") : []))
    #expect(printer.exchange(hex("10 04 01")) == hex("12"))
  }

  @Test func `a head whose GS ! leaves Chinese alone enlarges letters only`() throws {
    var printer = try printer(profile: { $0.enlargesHan = false })
    // GS ! 11, "A", 东, cut
    _ = printer.exchange(hex("1D 21 11 41 B6 AB 0A 1D 56 00"))
    let ticket = try #require(printer.takeTickets().first)
    guard case .text(let cells) = ticket.items.first?.content else {
      Issue.record("no text")
      return
    }
    #expect(cells.map(\.widthFactor) == [2, 1])
  }

  @Test func `alignment and cut in the middle of a line are ignored`() throws {
    var printer = try printer()
    _ = printer.exchange(hex("41 1B 61 01 42 1D 56 00 0A 1D 56 00"))
    #expect(printer.takeTickets().map(\.text) == ["AB\n"])
  }

  @Test func `text is laid out in columns, big text is underlined`() throws {
    var printer = try printer()
    _ = printer.exchange(
      hex("1B 61 01 1D 21 33 41 30 31 32 0A 1D 21 00 1B 61 02 42 0A 1D 56 00"))
    let ticket = try #require(printer.takeTickets().first)
    let indent = String(repeating: " ", count: 22)
    let right = String(repeating: " ", count: 47)
    #expect(ticket.text == "\(indent)A012\n\(indent)════\n\(right)B\n")
  }

  @Test func `a long line goes on below`() throws {
    var printer = try printer(profile: { $0.dots = 384 })
    _ = printer.exchange([UInt8](repeating: 0x41, count: 33) + hex("0A 1D 56 00"))
    #expect(
      printer.takeTickets().map(\.text) == [String(repeating: "A", count: 32) + "\nA\n"])
  }

  @Test func `a line feed after a column image moves on by the image, not by a line more`() throws {
    var printer = try printer()
    // Line spacing 16, two images of one column and 24 dots, each ended by a line feed, cut.
    _ = printer.exchange(
      hex("1B 33 10 1B 2A 21 01 00 FF FF FF 0A 1B 2A 21 01 00 FF FF FF 0A 1D 56 00"))
    let ticket = try #require(printer.takeTickets().first)
    #expect(ticket.items.count == 2)
    #expect(ticket.items.allSatisfy { $0.isInk } == true)
  }

  @Test func `the number is the biggest letters-and-digits word`() throws {
    var printer = try printer()
    // small "B99", size 3 "A012", size 8 digits only, cut
    _ = printer.exchange(
      hex("42 39 39 0A 1D 21 22 41 30 31 32 0A 1D 21 77 37 0A 1D 56 00"))
    #expect(printer.takeTickets().map(\.number) == ["A012"])
  }
}

extension PrinterFaults {
  fileprivate mutating func set(_ name: String) {
    switch name {
    case "low": paper = .low
    case "out": paper = .out
    case "cover": coverOpen = true
    case "cutter": cutterStuck = true
    default: offline = true
    }
  }
}
