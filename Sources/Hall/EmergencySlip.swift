/// Numbers to cut and hand out while the machines stand still, printed in the morning. 应急号
public struct EmergencySlip: Sendable {
  public let hallName: Bilingual
  public let numbers: [TicketNumber]

  public init(hallName: Bilingual, numbers: [TicketNumber]) {
    self.hallName = hallName
    self.numbers = numbers
  }

  public var slip: Slip {
    Slip(
      numbers.flatMap { number -> [Slip.Element] in
        [
          .line(hallName.zh, align: .centre),
          .line(number.description, size: .huge, bold: true, align: .centre),
          .line(SlipPhrases.emergency.zh, align: .centre),
          .line(SlipPhrases.emergency.en, align: .centre), .rule,
        ]
      } + [.feed(2)])
  }
}
