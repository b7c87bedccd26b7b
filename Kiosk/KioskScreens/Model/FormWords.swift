import Hall

/// What a form says: each entry has its label, and a sentence for when it was left empty.
struct FormWords {
  var title: Bilingual
  var help: Bilingual
  var accept: Bilingual
  var labels: [Bilingual]
  var missing: [Bilingual]
  /// The hall knows nothing of what was typed; nil where another screen says so.
  var notFound: Bilingual?
}

extension Form.Purpose {
  var words: FormWords {
    switch self {
    case .lookup:
      FormWords(
        title: KioskPhrases.byReceipt, help: KioskPhrases.receiptHelp,
        accept: KioskPhrases.lookUp,
        labels: [KioskPhrases.receiptNumber, KioskPhrases.queryPassword],
        missing: [KioskPhrases.fillReceipt, KioskPhrases.fillPassword],
        notFound: KioskPhrases.noMatchHelp)
    case .organisation:
      FormWords(
        title: KioskPhrases.byOrganisation, help: KioskPhrases.organisationHelp,
        accept: KioskPhrases.goOn, labels: [KioskPhrases.organisationCode],
        missing: [KioskPhrases.fillOrganisation])
    case .rating:
      FormWords(
        title: KioskPhrases.rateTitle, help: KioskPhrases.rateHelp, accept: KioskPhrases.goOn,
        labels: [KioskPhrases.ticketNumber, KioskPhrases.ticketCode],
        missing: [KioskPhrases.fillNumber, KioskPhrases.fillCode],
        notFound: KioskPhrases.noSuchTicketHelp)
    case .myNumber:
      FormWords(
        title: KioskPhrases.myNumber, help: KioskPhrases.myNumberHelp,
        accept: KioskPhrases.goOn,
        labels: [KioskPhrases.ticketNumber, KioskPhrases.ticketCode],
        missing: [KioskPhrases.fillNumber, KioskPhrases.fillCode],
        notFound: KioskPhrases.myNumberUnknownHelp)
    case .checkIn:
      FormWords(
        title: KioskPhrases.checkIn, help: KioskPhrases.reservationHelp,
        accept: KioskPhrases.getNumber, labels: [KioskPhrases.reservationCode],
        missing: [KioskPhrases.fillReservation])
    case .phone:
      FormWords(
        title: KioskPhrases.phoneTitle, help: KioskPhrases.phoneHelp, accept: KioskPhrases.goOn,
        labels: [KioskPhrases.phoneLabel], missing: [KioskPhrases.fillPhone])
    case .explain:
      FormWords(
        title: KioskPhrases.askWhy, help: KioskPhrases.askWhyHelp, accept: KioskPhrases.ask,
        labels: [KioskPhrases.calledNumber], missing: [KioskPhrases.fillCalledNumber])
    }
  }

  /// Numbers are printed in capitals; codes and passwords stay as they were typed.
  func capitalises(entry: Int) -> Bool { entry == 0 && self != .checkIn }
}
