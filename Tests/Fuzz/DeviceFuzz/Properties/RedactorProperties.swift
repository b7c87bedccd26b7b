import DeviceKit
import Scanners

/// Of a scanned code a recording keeps the length and the time, never what it says.
enum RedactorProperties {
  private static let invented = Set("INVENTED".utf8)

  static func checkScanners(_ bytes: [UInt8]) {
    checkSerial(bytes)
    checkReports(bytes)
    checkKeys(bytes)
    checkKeyReports(bytes)
  }

  private static func checkSerial(_ bytes: [UInt8]) {
    // Without STX nothing of it is a module's reply, which stays.
    let code = bytes.filter { $0 != 0x02 }
    var redactor = SerialRedactor()
    let kept = code.torn.flatMap { redactor.read($0) } + redactor.finish()
    expect(kept.count == code.count, "a code's length is kept")
    for (before, after) in zip(code, kept) {
      expect(before < 0x20 ? after == before : invented.contains(after), "a byte of a code is kept")
    }
  }

  /// Number, length and identifier lie in the first six bytes of a report.
  private static func checkReports(_ bytes: [UInt8]) {
    var redactor = POSRedactor()
    let report = Array(bytes.prefix(64))
    let kept = redactor.read(report)
    expect(kept.count == report.count, "a report's length is kept")
    for byte in kept.dropFirst(6) where byte >= 0x20 {
      expect(invented.contains(byte), "a byte of a code is kept")
    }
  }

  /// What a recording of keys types is X and what ends codes.
  private static func checkKeys(_ bytes: [UInt8]) {
    var redactor = KeyboardRedactor(of: .evdev)
    let size = EvdevDecoder.eventSize
    var decoder = EvdevDecoder()
    var typing = KeyboardTyping(altCodes: .gbk)
    for start in stride(from: 0, to: bytes.count - bytes.count % size, by: size) {
      let kept = redactor.read(Array(bytes[start..<(start + size)]))
      expect(kept.count == size, "an event stays one")
      for case .key(let event) in decoder.decode(kept) {
        let typed = typing.type(event)
        expect(typed.allSatisfy { "xX\r\t".utf8.contains($0) }, "a key of a code is kept")
      }
    }
  }

  /// A report of any length, also of an event's, holds no key but X and what ends codes.
  private static func checkKeyReports(_ bytes: [UInt8]) {
    var redactor = KeyboardRedactor(of: .hidraw)
    let report = Array(bytes.prefix(64))
    let kept = redactor.read(report)
    expect(kept.count == report.count, "a report's length is kept")
    let head = report.count > BootKeyboardDecoder.reportSize ? 1 : 0
    for byte in kept.dropFirst(head) {
      expect([0x00, 0x01, 0x1B, 0x28, 0x2B, 0x58].contains(byte), "a key of a report is kept")
    }
  }
}
