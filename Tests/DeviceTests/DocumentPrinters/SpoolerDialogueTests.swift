import CUPSSpooling
import DeviceKit
import DeviceTestSupport
import DocumentPrinters
import Foundation
import TestSupport
import Testing

struct `The dialogue with a spooler` {
  static let questions: [SpoolerQuestion] = [
    .printer,
    .create(PrintJob(title: "受理通知 #7 \"50 %\"", format: .pdf, copies: 3, isTwoSided: true)),
    .create(PrintJob(title: "", format: .raw)), .send(job: 7, format: .pdf, bytes: 20_480), .job(7),
    .cancel(job: 7), .resume,
  ]
  static let answers: [SpoolerAnswer] = [
    .printer(
      PrinterReport(
        state: .stopped, isAccepting: false, reasons: ["media-empty", "paused"],
        message: "缺纸 = 100 %")),
    .created(job: 7), .sent, .job(JobReport(state: .processing, hasBegun: true)),
    .job(JobReport(state: .canceled, hasBegun: nil, reasons: ["job-canceled-by-user"])), .resumed,
  ]

  @Test(arguments: questions)
  func `reads every question it writes`(question: SpoolerQuestion) throws {
    #expect(SpoolerQuestion(try #require(SpoolerLine(question.line.bytes))) == question)
  }

  @Test(arguments: answers)
  func `reads every answer it writes`(answer: SpoolerAnswer) throws {
    #expect(SpoolerAnswer(try #require(SpoolerLine(answer.line.bytes))) == answer)
  }

  @Test func `is one line of text each way, so that recordings of it can be read`() {
    let lines = Self.questions.map(\.line.bytes) + Self.answers.map(\.line.bytes)
    for line in lines {
      #expect(line.last == 0x0A)
      #expect(line.dropLast().allSatisfy { (0x20...0x7E).contains($0) })
      let recorded = RecordingLine.write(line, milliseconds: 3)
      #expect(recorded.text.hasPrefix("w 3ms \""))
      #expect(RecordingLine(recorded.text) == recorded)
    }
  }

  @Test func `survives whatever else comes`() {
    var dice = Dice(state: 0xC0B5)
    let whole = (Self.questions.map(\.line.bytes) + Self.answers.map(\.line.bytes)).joined()
    for _ in 0..<2000 {
      var bytes = Array(whole.shuffled(using: &dice).prefix(Int.random(in: 0...60, using: &dice)))
      if Bool.random(using: &dice) { bytes = Array("job state=".utf8) + bytes }
      guard let line = SpoolerLine(bytes) else { continue }
      _ = SpoolerQuestion(line)
      _ = SpoolerAnswer(line)
      #expect(SpoolerLine(line.bytes) == line)
    }
  }
}

struct `The address of a printer` {
  @Test func `is a queue's name or a numeric ipp address`() throws {
    let queue = try #require(CUPSDestination("a4-2F"))
    #expect(queue.server == .local)
    #expect(queue.uri == "ipp://localhost/printers/a4-2F")
    let direct = try #require(CUPSDestination("ipp://192.168.1.41/ipp/print"))
    #expect(direct.server == .remote(host: "192.168.1.41", port: 631, isEncrypted: false))
    #expect(direct.resource == "/ipp/print")
    let secure = try #require(CUPSDestination("ipps://[fd00::41]:8631"))
    #expect(secure.server == .remote(host: "fd00::41", port: 8631, isEncrypted: true))
    #expect(secure.resource == "/")
    #expect(
      CUPSDestination("ipp://localhost:8631/x")?.server
        == .remote(host: "127.0.0.1", port: 8631, isEncrypted: false))
  }

  @Test(arguments: [
    "", "a/b", "a#b", "ipp://printer.local/ipp", "ipp://1.2.3.4:0/", "ipp://1.2.3.4:99999/",
    "http://1.2.3.4/", "ipp://[fd00::41/", "ipp://user@1.2.3.4/", "ipp://1.2.3.4/a b", "ipp://",
  ])
  func `is nothing else`(text: String) { #expect(CUPSDestination(text) == nil) }

  @Test func `is checked when the driver is made`() throws {
    let address = DeviceAddress.cups(destination: "ipp://printer.local/ipp")
    #expect(throws: DeviceFault.self) { try printer(at: address) }
  }
}

struct `What a printer says of itself` {
  typealias Row = (reasons: [String], code: DeviceFault.Code?, parts: DeviceParts)

  static let fine = DeviceParts(paper: .full, cover: .closed)
  static let rows: [Row] = [
    ([], nil, fine),
    (["media-low-warning", "toner-low-report"], nil, DeviceParts(paper: .low, cover: .closed)),
    (["media-empty-warning"], .paperOut, DeviceParts(paper: .out, cover: .closed)),
    (["media-needed"], .paperOut, DeviceParts(paper: .out, cover: .closed)),
    (
      ["media-empty", "media-jam-error", "door-open"], .coverOpen,
      DeviceParts(paper: .jammed, cover: .open)
    ),
    (["media-jam", "media-empty"], .hardwareError, DeviceParts(paper: .jammed, cover: .closed)),
    (["marker-supply-empty-error"], .hardwareError, fine),
    (["connecting-to-device"], .silent, fine), (["offline-report"], .silent, fine),
    (["cups-waiting-for-job-completed", "moving-to-paused"], nil, fine),
    (["fuser-over-temp-error"], .hardwareError, fine), (["fuser-over-temp-warning"], nil, fine),
    (["com.example-sleeping"], nil, fine),
  ]

  @Test(arguments: rows)
  func `is told in the hall's words`(row: Row) {
    let condition = PrinterCondition(PrinterReport(state: .idle, reasons: row.reasons))
    #expect(condition.fault?.code == row.code)
    #expect(condition.parts == row.parts)
  }

  @Test func `is shown raw where no table knows it`() {
    let report = PrinterReport(
      state: .processing, reasons: ["fuser-over-temp-error", "com.example-x"], message: "热")
    let condition = PrinterCondition(report)
    #expect(condition.unknown == ["fuser-over-temp-error", "com.example-x"])
    #expect(condition.fault?.message == "fuser-over-temp-error, 热")
  }

  @Test func `is why it stopped, in its own words`() {
    let stopped = PrinterCondition(
      PrinterReport(state: .stopped, reasons: ["com.example-x"], message: "Call service"))
    #expect(stopped.fault == DeviceFault(.hardwareError, "stopped: Call service, com.example-x"))
    let paused = PrinterCondition(
      PrinterReport(state: .stopped, reasons: ["paused"], message: "Paused"))
    #expect(paused.fault == DeviceFault(.hardwareError, "paused, Paused"))
    let full = PrinterCondition(
      PrinterReport(state: .idle, isAccepting: false, message: "Rejecting"))
    #expect(full.fault?.code == .hardwareError)
  }

  @Test func `may be a warning of one of several trays, where the site says so`() {
    let report = PrinterReport(state: .idle, reasons: ["media-empty-warning"])
    #expect(PrinterCondition(report, believesWarnings: false).fault == nil)
    #expect(PrinterCondition(report, believesWarnings: false).parts.paper == .out)
    let outright = PrinterReport(state: .idle, reasons: ["media-empty-error"])
    #expect(PrinterCondition(outright, believesWarnings: false).fault?.code == .paperOut)
  }
}

struct `A recording of an A4 printer` {
  @Test func `made over a real printer replays without it, and holds no document`() async throws {
    let server = try await SoftwarePrinter(
      "say STATE: +media-empty; await go; say STATE: -media-empty")
    let directory = TemporaryDirectory()
    let request = DeviceRequest(id: DeviceID("a4"), address: try server.address)
    let recorder = try Recorder(
      path: directory.path("a4.txt"), driver: CUPSPrinter.driver, device: request)
    let document = try page()
    try await running(CUPSPrinter(request, bench: quickBench(recorder.recording(openLiveLink)))) {
      printer in
      try await ready(printer)
      async let outcome = printer.print(document)
      try await status(of: printer, "no paper") { isFaulted($0, .paperOut) }
      try server.make("go")
      #expect(await outcome == .printed)
    }
    let text = try String(contentsOfFile: directory.path("a4.txt"), encoding: .utf8)
    #expect(text.contains("\"created job=1\""))
    #expect(text.contains("state=processing accepting=yes reasons=media-empty"))
    #expect(text.contains("w 0ms *"))
    #expect(!text.contains("PDF-") && !text.contains(Array(document.pdf.prefix(8)).hex))

    let script = try ReplayScript(text)
    try await running(CUPSPrinter(request, bench: quickBench(script.opener))) { printer in
      try await ready(printer)
      async let outcome = printer.print(document)
      try await status(of: printer, "no paper") { isFaulted($0, .paperOut) }
      #expect(await outcome == .printed)
    }
  }
}
