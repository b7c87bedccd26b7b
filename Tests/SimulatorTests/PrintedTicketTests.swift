import Glibc
import Testing

@testable import DeviceSimulators

/// The ticket of a hall, as a driver would send it.
struct SampleTicket {
  static let payload = "https://hall.example/t/A012?k=7f3c9b"

  private(set) var bytes: [UInt8] = hex("1B 40 1C 26")  // init, Chinese on

  init() throws {
    command("1B 61 01")  // centre
    command("1D 21 11")
    line("东莞市民服务中心")
    command("1D 21 00 1B 64 01")
    line("您的号码")
    command("1D 21 55 1B 45 01")
    line("A012")
    command("1B 45 00 1D 21 00 1B 64 01")
    command("1D 21 11")
    line("社会保险（个人）")
    command("1D 21 00 1B 64 01 1B 61 00")
    line("等候人数：3 人          预计等候：约 12 分钟")
    line("取号时间：2026-11-23 09:41:07")
    line(String(repeating: "-", count: 48))
    command("1D 42 01")
    line(" 请留意屏幕和语音，过号三次作废。 ")
    command("1D 42 00 1B 2D 01 1C 2D 01")
    line("办理时请出示有效证件 ID card required")
    command("1B 2D 00 1C 2D 00 1B 64 01 1B 61 01")
    let data = Array(Self.payload.utf8)
    command("1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 1D 28 6B 03 00 31 45 31")
    bytes += hex("1D 28 6B") + [UInt8(data.count + 3), 0] + hex("31 50 30") + data
    command("1D 28 6B 03 00 31 51 30 1B 64 01")
    line("扫码查看排队进度")
    command("1D 68 40 1D 77 02 1D 48 02")
    bytes += hex("1D 6B 49 0A 7B 42") + Array("A0121123".utf8)
    command("1D 56 42 20")
  }

  private mutating func command(_ text: String) { bytes += hex(text) }

  private mutating func line(_ text: String) {
    // The test encodes GBK with the simulator's own table turned round; the table itself is
    // tested against known codes in EscPosTests.
    for scalar in text.unicodeScalars {
      bytes += scalar.isASCII ? [UInt8(scalar.value)] : Self.codes[scalar] ?? []
    }
    bytes.append(0x0A)
  }

  private static let codes: [Unicode.Scalar: [UInt8]] = {
    guard let table = try? HanTable.gb18030() else { return [:] }
    var codes: [Unicode.Scalar: [UInt8]] = [:]
    for first in 0x81...0xFE as ClosedRange<UInt8> {
      for second in 0x40...0xFE as ClosedRange<UInt8> {
        if let scalar = table.scalar(first, second) { codes[scalar] = [first, second] }
      }
    }
    return codes
  }()
}

@Suite struct PrintedTicketTests {
  private func printer(_ scratch: Scratch) throws -> (PrinterSimulator, TicketTray) {
    let tray = try TicketTray(directory: scratch.path)
    let printer = try PrinterSimulator(
      profile: PrinterProfile(charset: try HanTable.gb18030()), tray: tray
    ) { Issue.record("\($0)") }
    try printer.plug()
    return (printer, tray)
  }

  /// What zbarimg reads from a picture, one `TYPE:payload` line per symbol.
  private func scan(_ png: String) throws -> [String] {
    let pipe = try #require(popen("zbarimg --nodbus --quiet '\(png)'", "re"))
    defer { pclose(pipe) }
    var output: [UInt8] = []
    while case let byte = fgetc(pipe), byte >= 0 { output.append(UInt8(byte)) }
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `a ticket sent over TCP becomes text and a picture that scans`() async throws {
    let scratch = try Scratch()
    let (printer, tray) = try printer(scratch)
    let host = try RawClient(printer.address)
    try await host.write(SampleTicket().bytes + hex("1D 28 48 06 00 30 30 31 32 33 34"))
    #expect(try await host.read(7) == hex("37 22 31 32 33 34 00"))
    // Who hears "printed" finds the ticket.
    let ticket = try #require(tray.tickets.first)
    #expect(ticket.number == "A012")
    #expect(ticket.unknownGlyphs == 0)
    #expect(ticket.text.contains("取号时间：2026-11-23 09:41:07\n"))
    #expect(ticket.text.contains("[QR: \(SampleTicket.payload)]\n"))
    #expect(ticket.text.contains("[Code 128: A0121123]\n"))
    #expect(ticket.png == scratch.path + "/ticket-0001.png")
    let codes = try scan(ticket.png)
    #expect(codes.contains("QR-Code:\(SampleTicket.payload)"))
    #expect(codes.contains("CODE-128:A0121123"))
    #expect(
      try FileTree.names(in: scratch.path).filter { ![".", ".."].contains($0) }.sorted()
        == ["ticket-0001.png", "ticket-0001.txt"])
    await printer.unplug()
  }

  @Test func `the same printer on a pty prints what comes over the line`() async throws {
    let scratch = try Scratch()
    let tray = try TicketTray(directory: scratch.path)
    let printer = try PrinterSimulator(
      profile: PrinterProfile(charset: try HanTable.gb18030()),
      front: .serial(link: scratch.path + "/printer"), tray: tray
    ) { Issue.record("\($0)") }
    try printer.plug()
    #expect(printer.address == "serial:" + scratch.path + "/printer")
    let host = try RawClient(printer.address)
    try await host.write(SampleTicket().bytes + hex("1D 28 48 06 00 30 30 31 32 33 34"))
    #expect(try await host.read(7) == hex("37 22 31 32 33 34 00"))
    #expect(tray.tickets.map(\.number) == ["A012"])
    await printer.unplug()
    #expect(throws: RawClient.NoConnection.self) { try RawClient(printer.address) }
  }

  @Test func `the picture is as wide as the paper`() throws {
    let scratch = try Scratch()
    let tray = try TicketTray(directory: scratch.path)
    var machine = PrinterMachine(profile: PrinterProfile(charset: try HanTable.gb18030()))
    _ = machine.exchange(try SampleTicket().bytes)
    for ticket in machine.takeTickets() { try tray.drop(ticket) }
    let path = try #require(tray.tickets.first).png
    let file = try #require(fopen(path, "rb"))
    defer { fclose(file) }
    var head = [UInt8](repeating: 0, count: 24)
    #expect(fread(&head, 1, head.count, file) == 24)
    #expect(head.prefix(8) == hex("89 50 4E 47 0D 0A 1A 0A")[...])
    #expect(head[16..<20] == hex("00 00 02 40")[...])  // 576
    #expect(Int(head[22]) << 8 | Int(head[23]) > 800)
  }

  @Test func `numbers go on after a restart`() throws {
    let scratch = try Scratch()
    var machine = PrinterMachine(profile: PrinterProfile(charset: try HanTable.gb18030()))
    for expected in ["/ticket-0001.png", "/ticket-0002.png"] {
      let tray = try TicketTray(directory: scratch.path)
      _ = machine.exchange(hex("41 0A 1D 56 00"))
      for ticket in machine.takeTickets() { try tray.drop(ticket) }
      #expect(tray.tickets.map(\.png) == [scratch.path + expected])
    }
  }

  @Test func `paper out over TCP: nothing comes, status does, then the ticket`() async throws {
    let scratch = try Scratch()
    let (printer, tray) = try printer(scratch)
    printer.use { $0.faults.paper = .out }
    let host = try RawClient(printer.address)
    try await host.write(hex("41 31 0A 1D 56 00 1D 28 48 06 00 30 30 31 32 33 34"))
    try await host.write(hex("10 04 04"))
    #expect(try await host.read(1) == [0x7E])
    #expect(tray.tickets.isEmpty)
    printer.use { $0.faults.paper = .full }
    #expect(try await host.read(7) == hex("37 22 31 32 33 34 00"))
    #expect(tray.tickets.map(\.number) == ["A1"])
    await printer.unplug()
  }

  @Test func `the printer comes back on the same port`() async throws {
    let scratch = try Scratch()
    let (printer, _) = try printer(scratch)
    let address = printer.address
    let host = try RawClient(address)
    try await host.write(hex("10 04 01"))
    #expect(try await host.read(1) == [0x12])
    await printer.unplug()
    try await host.waitForHangup()
    #expect(throws: RawClient.NoConnection.self) { try RawClient(address) }
    try printer.plug()
    #expect(printer.address == address)
    let again = try RawClient(address)
    try await again.write(hex("10 04 01"))
    #expect(try await again.read(1) == [0x12])
    await printer.unplug()
  }

  @Test func `a host that hangs up makes room for the next`() async throws {
    let scratch = try Scratch()
    let (printer, _) = try printer(scratch)
    for _ in 1...3 {
      let host = try RawClient(printer.address)
      try await host.write(hex("10 04 04"))
      #expect(try await host.read(1) == [0x12])
    }
    await printer.unplug()
  }

  @Test func `dots of a raster picture land where they belong`() {
    let picture = DotPicture(width: 16, height: 2, bytesPerRow: 2, dots: hex("80 01 00 10"))
    let black = (0..<2).flatMap { y in (0..<16).filter { picture.isBlack($0, y) }.map { [$0, y] } }
    #expect(black == [[0, 0], [15, 0], [11, 1]])
    // Two columns of eight dots: the first has its top dot, the second its bottom dot.
    let columns = DotPicture(columnImage: hex("80 01"), columns: 2, tall: false, dense: true)
    #expect(columns.isBlack(0, 0) && columns.isBlack(1, 7) && !columns.isBlack(1, 0))
  }
}
