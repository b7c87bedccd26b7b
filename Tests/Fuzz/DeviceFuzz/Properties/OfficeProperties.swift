import CUPSSpooling
import DeviceKit
import DocumentPrinters
import SmartCardReaders

enum OfficeProperties {
  /// A line that is read is written in a form that reads as the same line, question and answer.
  static func checkSpoolerLines(_ bytes: [UInt8]) {
    guard let line = SpoolerLine(bytes) else { return }
    expect(SpoolerLine(line.bytes) == line, "a line read anew")
    if let question = SpoolerQuestion(line) {
      expect(
        SpoolerLine(question.line.bytes).flatMap { SpoolerQuestion($0) } == question,
        "a question read anew")
    }
    if let answer = SpoolerAnswer(line) {
      expect(
        SpoolerLine(answer.line.bytes).flatMap { SpoolerAnswer($0) } == answer,
        "an answer read anew")
    }
  }

  /// Whatever a printer says, a stopped one has a fault, an idle one without reasons has none, and
  /// reasons that nobody knows are passed on as they came.
  static func checkReasons(_ bytes: [UInt8]) {
    let reasons = bytes.text.split(separator: ",").map(String.init)
    let stopped = PrinterCondition(PrinterReport(state: .stopped, reasons: reasons))
    expect(stopped.fault != nil, "stopped without a fault")
    let idle = PrinterCondition(PrinterReport(state: .idle, reasons: reasons))
    expect(idle.fault == nil || !reasons.isEmpty, "a fault without a reason")
    expect(Set(idle.unknown).isSubset(of: reasons), "a reason that nobody gave")
  }

  /// What libcups is handed has collections of a bounded depth; in one collection more, the same
  /// attributes lie one deeper or are refused, and cut short they are refused.
  static func checkNesting(_ bytes: [UInt8]) {
    guard let depth = IPPNesting.depth(of: bytes) else { return }
    expect((0...IPPNesting.limit).contains(depth), "deeper than the limit")
    let begin: [UInt8] = [0x34, 0, 0, 0, 0]
    let end: [UInt8] = [0x37, 0, 0, 0, 0]
    let deeper = bytes.prefix(8) + begin + end + bytes.dropFirst(8)
    expect(IPPNesting.depth(of: Array(deeper)) == max(depth, 1), "a collection in front")
    expect(IPPNesting.depth(of: Array(bytes.prefix(8))) == nil, "attributes without an end")
  }

  /// A value lies within its record, which lies within its response.
  static func checkCard(_ bytes: [UInt8]) {
    guard let response = APDU.Response(bytes) else {
      expect(bytes.count < 2, "a status is two bytes")
      return
    }
    expect(response.data.count + 2 == bytes.count, "data is what comes before the status")
    guard let value = SocialSecurityFile.value(ofRecord: response.data) else { return }
    expect(value.count <= max(0, response.data.count - 2), "a value lies in its record")
    let text = SocialSecurityFile.text(value) ?? ""
    expect(!text.unicodeScalars.contains { $0.value < 0x20 }, "a name that commands")
    _ = SocialSecurityFile.day(value)
    expect(
      SocialSecurityFile.cardNumber(value).utf8.count <= 2 * value.count, "a number of digits")
  }
}
