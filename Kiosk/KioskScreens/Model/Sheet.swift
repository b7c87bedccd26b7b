import Hall
import HallAPI
import TextUI

/// What a screen says, without where it stands: elder mode lays it out, a voice reads it.
struct Sheet: Equatable {
  /// nil where the banner says it all.
  var title: Bilingual?
  /// The sentence that matters most, and how it is meant.
  var banner: Bilingual?
  var style: Style = .title
  /// A number to be seen from three steps away, and read digit by digit.
  var large: String?
  /// What may be said aloud in a hall full of people.
  var lines: [Bilingual] = []
  /// What is for the person's eyes only: codes, names, how a case stands; and what changes by itself.
  var facts: [Bilingual] = []
  /// The title names somebody's own business and is not said aloud.
  var isPrivate = false
}

extension KioskState {
  /// This screen in words.
  var sheet: Sheet {
    switch stage {
    case .home: homeSheet
    case .fields(_, let offer):
      Sheet(title: offer == nil ? KioskPhrases.whichField : KioskPhrases.whichOther)
    case .services(let field, _, _): servicesSheet(field)
    case .offer(let offer): offerSheet(offer, lines: [KioskPhrases.noCardWanted])
    case .priority(let offer):
      Sheet(
        title: KioskPhrases.whichPriority,
        banner: offer.priority.map(KioskPhrases.chosenPriority), style: .good)
    case .card(let screen): cardSheet(screen)
    case .working(let working): workingSheet(working)
    case .ticket(let screen): ticketSheet(screen)
    case .lookupWays: Sheet(title: KioskPhrases.howToLookUp)
    case .form(let form):
      Sheet(
        title: form.purpose.words.title, banner: form.problem, style: .warning,
        lines: [form.purpose.words.help])
    case .cases(let cases, _): Sheet(title: KioskPhrases.yourCases(cases.count))
    case .caseDetail(let screen): caseSheet(screen)
    case .levels(let target):
      Sheet(
        title: target.isAgain ? KioskPhrases.rateAgain : KioskPhrases.howWasItShort,
        lines: [KioskPhrases.ratingIsFree])
    case .reasons: Sheet(title: KioskPhrases.whyShort, lines: [KioskPhrases.countsWhenSent])
    case .words: Sheet(title: KioskPhrases.yourWords, lines: [KioskPhrases.countsWhenSent])
    case .thanks(let level):
      Sheet(
        banner: KioskPhrases.thanks, style: .good, large: String(level),
        lines: [KioskPhrases.youRated(level)])
    case .notice(let notice):
      Sheet(
        banner: notice.title, style: notice.isWarning ? .warning : .good, lines: notice.lines)
    case .guides: Sheet(title: KioskPhrases.guides, lines: [KioskPhrases.guideHelp])
    case .guide(let screen): guideSheet(screen)
    case .guideList(let list): guideListSheet(list)
    case .papers(let screen): papersSheet(screen)
    case .letters(let screen): lettersSheet(screen)
    case .myData(let mine): myDataSheet(mine)
    case .help(let screen): helpSheet(screen)
    }
  }

  private var homeSheet: Sheet {
    guard isServing, let hall else {
      guard case .down = connection else { return Sheet(title: KioskPhrases.connecting) }
      return Sheet(title: KioskPhrases.restarting, lines: [KioskPhrases.restartingHelp])
    }
    var sheet = Sheet(title: KioskPhrases.welcome, style: .warning)
    if !hall.hours.openNow {
      sheet.banner = KioskPhrases.closedNow(opens: NextOpening.after(now, hours: hall.hours))
    }
    sheet.lines = [KioskPhrases.privacy(days: hall.hall.retentionDays)]
    return sheet
  }

  // MARK: - On the way to a number

  private func servicesSheet(_ field: String) -> Sheet {
    let name = hall?.hall.fields.first { $0.id == field }?.name
    return Sheet(
      title: [name, KioskPhrases.whichService].compactMap(\.self).joined(" · "),
      lines: options.isEmpty ? [KioskPhrases.noServices] : [])
  }

  private func offerSheet(_ offer: Offer, lines: [Bilingual]) -> Sheet {
    let phone = offer.phone.flatMap(Masking.mobile)
    return Sheet(
      title: offer.services.map(serviceName).joined(" → "),
      banner: offer.priority.map(KioskPhrases.chosenPriority), style: .good, lines: lines,
      facts: [phone.map(KioskPhrases.messageTo)].compactMap(\.self))
  }

  private func cardSheet(_ screen: CardScreen) -> Sheet {
    let title =
      switch screen.purpose {
      case .ticket(let offer): offer.services.map(serviceName).joined(" → ")
      case .cases, .organisation: KioskPhrases.progress
      case .checkIn: KioskPhrases.checkIn
      case .myData: KioskPhrases.myData
      }
    let words = cardWords(screen)
    var sheet = Sheet(title: title, banner: words.title, style: words.style, lines: words.lines)
    if screen.phase == .waiting, let days = hall?.hall.retentionDays {
      sheet.lines.append(KioskPhrases.privacy(days: days))
    }
    return sheet
  }

  private func workingSheet(_ working: Working) -> Sheet {
    guard working.attempt > 0 else {
      return Sheet(
        title: KioskPhrases.wait, lines: working.request.usesCard ? [KioskPhrases.takeCardAway] : []
      )
    }
    return Sheet(
      title: KioskPhrases.restarting,
      lines: [
        working.request.givesNumber || working.ticket == nil
          ? KioskPhrases.stillTrying : KioskPhrases.stillTryingOther
      ])
  }

  /// What a reader wants of the person, or how it is.
  func cardWords(_ screen: CardScreen) -> (title: Bilingual, lines: [Bilingual], style: Style) {
    switch screen.phase {
    case .waiting: return (KioskPhrases.putCard, [KioskPhrases.putCardHelp], .title)
    case .reading: return (KioskPhrases.readingCard, [KioskPhrases.readingCardHelp], .good)
    case .retry(KioskState.cardExpiredReason):
      return (KioskPhrases.cardExpired, [KioskPhrases.putCardHelp], .warning)
    case .retry(let reason):
      return (KioskPhrases.putCardAgain, [KioskPhrases.retryReason(reason)], .warning)
    case .timeout: return (KioskPhrases.noCardCame, [KioskPhrases.noCardCameHelp], .warning)
    case .trouble(let trouble):
      return (
        Self.readerTitle(trouble),
        [Self.readerReason(trouble), wayOut(screen.purpose)].compactMap(\.self), .warning
      )
    }
  }

  private static func readerTitle(_ trouble: Trouble) -> Bilingual {
    switch trouble {
    case .noReader: KioskPhrases.readerMissing
    case .readerBusy: KioskPhrases.readerBusy
    default: KioskPhrases.readerFault
    }
  }

  private static func readerReason(_ trouble: Trouble) -> Bilingual? {
    switch trouble {
    case .readerBusy: KioskPhrases.readerBusyHelp
    case .readerFault("unplugged"), .readerFault("absent"): KioskPhrases.readerUnplugged
    case .readerFault("silent"): KioskPhrases.readerSilent
    case .unreachable: KioskPhrases.lostConnection
    default: nil
    }
  }

  private func wayOut(_ purpose: CardScreen.Purpose) -> Bilingual {
    if case .ticket(let offer) = purpose, service(offer.service)?.card == .optional {
      return KioskPhrases.withoutCardHelp
    }
    if purpose == .checkIn { return KioskPhrases.byCodeHelp }
    return KioskPhrases.askStaff
  }

  // MARK: - Names

  func serviceName(_ id: String) -> Bilingual { service(id)?.name ?? Bilingual(both: "") }

  /// The name of a window for a citizen; the identifier where the hall has no such window.
  func windowName(_ id: String) -> Bilingual {
    hall?.windows.first { $0.id == id }?.name ?? Bilingual(both: id)
  }
}

extension Bilingual {
  /// What every language writes alike.
  init(both text: String) { self.init(zh: text, en: text) }

  /// An answer with its label before it.
  init(_ label: Bilingual, _ answer: Bilingual) {
    self.init(zh: "\(label.zh)：\(answer.zh)", en: "\(label.en): \(answer.en)")
  }
}

extension [Bilingual] {
  func joined(_ separator: String) -> Bilingual {
    Bilingual(
      zh: map(\.zh).joined(separator: separator), en: map(\.en).joined(separator: separator))
  }

  /// As each language lists things.
  var listed: Bilingual {
    Bilingual(zh: map(\.zh).joined(separator: "、"), en: map(\.en).joined(separator: ", "))
  }
}
