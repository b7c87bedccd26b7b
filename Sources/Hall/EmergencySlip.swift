/// Numbers to cut and hand out while the machines stand still, printed in the morning. 应急号
public struct EmergencySlip: Sendable {
  public let hallName: Bilingual
  public let numbers: [TicketNumber]
  /// The same numbers are on paper already, which only one of both may be handed out of.
  public let isReprint: Bool

  public init(hallName: Bilingual, numbers: [TicketNumber], isReprint: Bool = false) {
    self.hallName = hallName
    self.numbers = numbers
    self.isReprint = isReprint
  }

  private static let reprint: [Slip.Element] = [
    .line(SlipPhrases.reprint.zh, align: .centre), .line(SlipPhrases.reprint.en, align: .centre),
  ]

  public var slip: Slip {
    Slip(
      numbers.flatMap { number -> [Slip.Element] in
        [
          .line(hallName.zh, align: .centre),
          .line(number.description, size: .huge, bold: true, align: .centre),
          .line(SlipPhrases.emergency.zh, align: .centre),
          .line(SlipPhrases.emergency.en, align: .centre),
        ] + (isReprint ? Self.reprint : []) + [.rule]
      } + [.feed(2)])
  }
}
