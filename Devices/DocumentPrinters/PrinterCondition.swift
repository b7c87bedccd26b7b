public import CUPSSpooling
public import DeviceKit

/// What a report means for a hall (protocols.md F.3): the first fault a person can mend, and parts.
public struct PrinterCondition: Sendable, Equatable {
  /// Why nothing prints now; nil where it does.
  public let fault: DeviceFault?
  public let parts: DeviceParts
  /// Reasons that no table here knows, as they came.
  public let unknown: [String]

  /// With `believesWarnings` a warning of a fault stops the printer; not so where it has several
  /// trays and warns of each that is empty.
  public init(_ report: PrinterReport, believesWarnings: Bool = true) {
    let reasons = report.reasons.map(StateReason.init)
    var parts = DeviceParts(paper: .full, cover: .closed)
    for reason in reasons {
      switch reason.meaning {
      case .paperJammed: parts.paper = .jammed
      case .paperOut where parts.paper != .jammed: parts.paper = .out
      case .paperLow where parts.paper == .full: parts.paper = .low
      case .coverOpen: parts.cover = .open
      default: break
      }
    }
    self.parts = parts
    unknown = reasons.filter { $0.meaning == .unknown }.map(\.text)
    let worst =
      reasons
      .filter { $0.stops(report.state) && (believesWarnings || !$0.isMereWarning) }
      .min { $0.meaning < $1.meaning }
    if let worst {
      let message = report.message.isEmpty ? "" : ", \(report.message)"
      fault = DeviceFault(worst.meaning.code, "\(worst.text)\(message)")
    } else if report.state == .stopped {
      let said = ([report.message] + report.reasons).filter { !$0.isEmpty }
      fault = DeviceFault(.hardwareError, "stopped: \(said.joined(separator: ", "))")
    } else if !report.isAccepting {
      fault = DeviceFault(.hardwareError, "it accepts no jobs: \(report.message)")
    } else {
      fault = nil
    }
  }
}

/// One keyword of printer-state-reasons (RFC 8011, 5.4.12; PWG 5100.9).
struct StateReason: Equatable {
  /// In the order in which a person would mend them.
  enum Meaning: Int, Comparable {
    case coverOpen, paperJammed, paperOut, supplyEmpty, unreachable, stopped, unknown
    case paperLow, supplyLow, harmless

    static func < (a: Meaning, b: Meaning) -> Bool { a.rawValue < b.rawValue }

    var code: DeviceFault.Code {
      switch self {
      case .coverOpen: .coverOpen
      case .paperOut: .paperOut
      case .unreachable: .silent
      case .paperJammed, .supplyEmpty, .stopped, .unknown, .paperLow, .supplyLow, .harmless:
        .hardwareError
      }
    }
  }

  enum Severity: String { case report, warning, error }

  let text: String
  let meaning: Meaning
  /// nil where the printer does not tell.
  let severity: Severity?

  init(_ text: String) {
    self.text = text
    let dash = text.lastIndex(of: "-")
    severity = dash.flatMap { Severity(rawValue: String(text[text.index(after: $0)...])) }
    let keyword = severity == nil ? text : dash.map { String(text[..<$0]) } ?? text
    meaning = Self.meanings[keyword] ?? .unknown
  }

  var isMereWarning: Bool { severity == .warning || severity == .report }

  /// Whether nothing prints while it lasts.
  ///
  /// A known fault counts whatever its severity: the ipp backend of CUPS 2.4.2 passes a printer's
  /// `media-empty` on as `media-empty-warning` (measured). Of unknown ones only an outright
  /// error is believed; a stopped printer is stopped by itself.
  func stops(_ state: PrinterReport.State) -> Bool {
    switch meaning {
    case .coverOpen, .paperJammed, .paperOut, .supplyEmpty, .unreachable: true
    case .stopped: state == .stopped
    case .unknown: severity == .error
    case .paperLow, .supplyLow, .harmless: false
    }
  }

  private static let meanings: [String: Meaning] = [
    "cover-open": .coverOpen, "door-open": .coverOpen, "interlock-open": .coverOpen,
    "media-jam": .paperJammed,
    "media-empty": .paperOut, "media-needed": .paperOut, "input-tray-missing": .paperOut,
    "media-low": .paperLow,
    "marker-supply-empty": .supplyEmpty, "toner-empty": .supplyEmpty,
    "developer-empty": .supplyEmpty, "marker-waste-full": .supplyEmpty,
    "output-area-full": .supplyEmpty, "output-tray-missing": .supplyEmpty,
    "spool-area-full": .supplyEmpty,
    "marker-supply-low": .supplyLow, "toner-low": .supplyLow, "developer-low": .supplyLow,
    "marker-waste-almost-full": .supplyLow, "output-area-almost-full": .supplyLow,
    "offline": .unreachable, "connecting-to-device": .unreachable, "timed-out": .unreachable,
    "shutdown": .unreachable,
    "paused": .stopped, "moving-to-paused": .stopped, "stopping": .stopped,
    "stopped-partly": .stopped,
    "cups-waiting-for-job-completed": .harmless, "cups-remote-pending": .harmless,
    "cups-remote-processing": .harmless, "resuming": .harmless, "job-printing": .harmless,
    "wifi-not-configured": .harmless, "identify-printer-requested": .harmless,
  ]
}
