import DeviceKit

/// Keeps tickets out of recordings: a slip has a name, a number and a secret on it.
///
/// Questions stay, since they are what a technician reads a recording for; what a printer answers
/// is never personal.
struct TicketRedactor: Redactor {
  private static let questions: [[UInt8]] =
    ESCPOS.Question.allCases.map(\.bytes) + [
      ESCPOS.recoverAndClear, ESCPOS.bufferedStatus, ESCPOS.Presenter.customStatus,
      ESCPOS.Presenter.epicSensors, ESCPOS.Presenter.epicTransport,
    ]

  func read(_ bytes: [UInt8]) -> [UInt8] { bytes }
  func written(_ bytes: [UInt8]) -> [UInt8]? { Self.questions.contains(bytes) ? bytes : nil }
  func finish() -> [UInt8] { [] }
}
