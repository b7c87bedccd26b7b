import CUPSSpooling
import DeviceKit
import DeviceTestSupport
import DocumentPrinters
import Foundation
import Hall
import Synchronization
import TestSupport
import Testing

@testable import LetterDrawing

/// A document of one page.
func page() throws -> PrintableDocument {
  let sheet = LetterSheet.testPage(name: "a4", address: "cups:a4")
  return PrintableDocument(
    title: "test page", pdf: try LetterPainter.pdf(of: sheet, LetterAlarm(in: hangLimit)))
}

func printer(
  at address: DeviceAddress, seconds: Int = 30, options: [String: OptionValue] = [:],
  bench: DeviceBench = quickBench()
) throws -> CUPSPrinter {
  let all = options.merging(["job-seconds": .integer(seconds)]) { $1 }
  return try CUPSPrinter(
    DeviceRequest(id: DeviceID("a4"), address: address, options: all), bench: bench)
}

func ready(_ printer: CUPSPrinter) async throws {
  try await status(of: printer, "ready") { $0.state == .ready }
}

extension PrintOutcome {
  /// The fault of an outcome that nobody is sure of.
  var doubt: DeviceFault? { if case .unknown(let fault) = self { fault } else { nil } }
  var failure: DeviceFault? { if case .failed(let fault) = self { fault } else { nil } }
}

@Suite(.serialized)
struct `An A4 printer by IPP Everywhere` {
  @Test func `prints what it was given, and says so only after the printer did`() async throws {
    let server = try await SoftwarePrinter("await go")
    try await running(printer(at: server.address)) { printer in
      try await ready(printer)
      let document = try page()
      async let outcome = printer.print(document)
      try await server.began()
      try await status(of: printer, "busy") { $0.availability == .busy }
      try server.make("go")
      #expect(
        try await within(hangLimit, "an outcome") { await printer.print(document) } == .printed)
      #expect(await outcome == .printed)
      #expect(server.documents.map(\.count) == [document.pdf.count, document.pdf.count])
      #expect(server.documents.allSatisfy { $0 == document.pdf })
    }
  }

  @Test(arguments: [
    ("media-empty", DeviceFault.Code.paperOut, PaperSupply.out, CoverState.closed),
    ("media-jam", .hardwareError, .jammed, .closed),
    ("cover-open", .coverOpen, .full, .open),
    ("toner-empty", .hardwareError, .full, .closed),
  ])
  func `shows a fault while it lasts and prints on when it is mended`(
    reason: String, code: DeviceFault.Code, paper: PaperSupply, cover: CoverState
  ) async throws {
    let server = try await SoftwarePrinter(
      "say STATE: +\(reason); await mended; say STATE: -\(reason); await go")
    try await running(printer(at: server.address)) { printer in
      try await ready(printer)
      let document = try page()
      async let outcome = printer.print(document)
      let seen = try await status(of: printer, "the fault") { isFaulted($0, code) }
      #expect(seen.parts.paper == paper)
      #expect(seen.parts.cover == cover)
      #expect(seen.state.fault?.message.contains(reason) == true)
      try server.make("mended")
      try await status(of: printer, "mended") { $0.state == .ready && $0.parts.paper == .full }
      try server.make("go")
      #expect(await outcome == .printed)
    }
  }

  @Test func `low paper and toner are told and printed through`() async throws {
    let server = try await SoftwarePrinter("say STATE: +media-low,toner-low")
    try await running(printer(at: server.address)) { printer in
      try await ready(printer)
      #expect(await printer.print(try page()) == .printed)
      try await status(of: printer, "low") { $0.parts.paper == .low && $0.state == .ready }
    }
  }

  @Test func `trap 9: completed by a printer that reports a fault is not printed`() async throws {
    let server = try await SoftwarePrinter("say STATE: +media-empty")
    try await running(printer(at: server.address)) { printer in
      try await ready(printer)
      #expect(await printer.print(try page()).doubt?.code == .paperOut)
      // And what comes next is not even begun.
      #expect(await printer.print(try page()).failure?.code == .paperOut)
      #expect(server.documents.count == 1)
    }
  }

  @Test func `trap 9: the cable pulled in the middle of a job is never printed`() async throws {
    var server: SoftwarePrinter? = try await SoftwarePrinter("await go")
    let port = try #require(server?.port)
    try await running(printer(at: #require(server).address)) { printer in
      try await ready(printer)
      let document = try page()
      async let outcome = printer.print(document)
      try await server?.began()
      server?.pullPlug()
      let fault = try #require(await outcome.doubt)
      #expect(fault.code == .absent || fault.code == .unplugged)
      try await status(of: printer, "absent") { $0.state == .absent && $0.paper == .unknown }
      // Trap 2: it comes back by itself when the printer does.
      server = nil
      let again = try await SoftwarePrinter(port: port, "")
      try await ready(printer)
      #expect(await printer.print(document) == .printed)
      #expect(again.documents.map(\.count) == [document.pdf.count])
    }
  }

  @Test func `trap 7: a job has a deadline and is cancelled at it`() async throws {
    let server = try await SoftwarePrinter("await never")
    try await running(printer(at: server.address, seconds: 5)) { printer in
      try await ready(printer)
      #expect(await printer.print(try page()).doubt?.code == .silent)
      #expect(try await job(1, on: server).state == .canceled)
    }
  }

  @Test func `cancelling the task cancels the job at the printer`() async throws {
    let server = try await SoftwarePrinter("await never")
    try await running(printer(at: server.address)) { printer in
      try await ready(printer)
      let document = try page()
      let printing = Task { await printer.print(document) }
      try await server.began()
      printing.cancel()
      #expect(await printing.value.doubt?.code == .cancelled)
      #expect(try await job(1, on: server).state == .canceled)
      // The printer is as good as before.
      try await ready(printer)
    }
  }

  @Test func `a hall that stops takes its job along`() async throws {
    let server = try await SoftwarePrinter("await never")
    let printer = try printer(at: server.address)
    let run = Task { await printer.run() }
    try await ready(printer)
    let document = try page()
    async let outcome = printer.print(document)
    try await server.began()
    let begun = ContinuousClock.now
    run.cancel()
    await run.value
    #expect(begun.duration(to: .now) < stopsWithin)
    #expect(await outcome.doubt != nil)
    #expect(try await job(1, on: server).state == .canceled)
  }

  /// What the printer itself says of a job, asked past the driver.
  private func job(_ number: Int, on server: SoftwarePrinter) async throws -> JobReport {
    let asker = try Asker()
    let destination = try #require(CUPSDestination("ipp://127.0.0.1:\(server.port)/ipp/print"))
    // This printer tells of the end when its script is through, also of a cancelled job's.
    try server.make("never")
    var report = try await asker.job(number, at: destination)
    let limit = ContinuousClock.now + hangLimit
    while !report.state.isFinal, ContinuousClock.now < limit {
      report = try await asker.job(number, at: destination)
    }
    return report
  }
}

/// Asks spoolers on a thread of its own, as drivers do.
actor Asker {
  private let thread: DeviceThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init() throws { thread = try DeviceThread(name: "asker") }

  func job(_ number: Int, at destination: CUPSDestination) throws -> JobReport {
    try spooler(destination).job(number)
  }

  func printer(at destination: CUPSDestination) throws -> PrinterReport {
    try spooler(destination).printer()
  }

  func printRaw(
    _ bytes: [UInt8], to destination: CUPSDestination, by deadline: Deadline
  ) throws -> JobReport {
    try CUPSSpooling.printRaw(
      bytes, title: "ticket", to: destination, by: deadline, waker: thread.waker)
  }

  private func spooler(_ destination: CUPSDestination) -> PrintSpooler {
    PrintSpooler(CUPSLink(destination, waker: thread.waker))
  }
}
