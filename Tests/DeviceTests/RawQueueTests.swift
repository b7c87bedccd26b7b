import DeviceKit
import DeviceTestSupport
import Hall
import Testing
import TicketPrinters

struct `A ticket printer behind CUPS` {
  @Test func `gets the whole job as raw bytes, and the outcome is unknown`() async throws {
    let server = try await SoftwarePrinter("")
    let printer = try ESCPOSPrinter(
      DeviceRequest(
        id: DeviceID("printer"), address: server.address,
        options: ["profile": .text("one-way-80")]),
      bench: quickBench())
    try await running(printer) { printer in
      try await status(of: printer, "ready") { $0.state == .ready }
      let job = PrintJobID("2026-11-25 A012")
      #expect(code(of: await printer.print(ticket, job: job)) == ("unknown", .silent))
      let profile = try #require(TicketPrinterProfile.named("one-way-80"))
      let sent = try ESCPOSEncoder(profile).encode(ticket)
      #expect(documents(of: server).count == 1)
      let isWhole = documents(of: server).first == sent
      #expect(isWhole, "the job, byte for byte")
      // Handed in again, it goes nowhere.
      #expect(code(of: await printer.print(ticket, job: job)) == ("unknown", .silent))
      #expect(documents(of: server).count == 1)
      server.pullPlug()
      #expect(code(of: await printer.print(ticket)).name == "failed")
    }
  }

  /// Beside each document the printer keeps what its script said: nothing.
  private func documents(of server: SoftwarePrinter) -> [[UInt8]] {
    server.files(ending: "").filter { !$0.isEmpty }
  }

  @Test func `is refused with a profile that waits for answers`() throws {
    let address = try DeviceAddress("cups:tickets")
    let fault = #expect(throws: DeviceFault.self) {
      try ESCPOSPrinter(
        DeviceRequest(id: DeviceID("printer"), address: address), bench: quickBench())
    }
    #expect(fault?.message.contains("one-way") == true)
  }
}
