/// Letters get their numbers where tickets get theirs: one writer, one journal, one commit. 文书
extension QueueEngine {
  /// Gives a letter its number and its first print, at the window that serves who it is for.
  public mutating func issueLetter(
    _ draft: LetterDraft, printing form: LetterForm?, job: String, at window: String,
    by author: Author, at now: Moment
  ) throws(QueueRefusal) -> IssuedLetter {
    advance(to: now)
    guard windows[window] != nil else { throw .noSuchWindow(window) }
    guard let ticket = ticket(at: window) else { throw .nobodyAtWindow(window) }
    let day = WallClock(now).day
    let series = LetterNumber.Series(kind: draft.kind, year: day.year)
    let serial = (letterSerials[series] ?? 0) + 1
    letterSerials[series] = serial
    let letter = IssuedLetter(
      number: LetterNumber(series: series, serial: serial), day: day, at: now, author: author,
      window: window, ticket: ticket.number.description, receipt: draft.receipt,
      dueDay: draft.dueDay, requestID: draft.requestID, why: draft.why, sealed: draft.sealed)
    step.letters.append(letter)
    let why = draft.why.map { ": \($0)" } ?? ""
    log(
      .letterIssued, author, now, window: window,
      why: "\(letter.number) for \(ticket.number)\(why)")
    if let form { printLetter(letter.number, form, job: job, by: author, at: now) }
    return letter
  }

  /// Notes that a letter goes to a printer once more, under its number; at a kiosk without a window. 补打
  public mutating func reprintLetter(
    _ number: LetterNumber, _ form: LetterForm, job: String, at window: String?, by author: Author,
    at now: Moment
  ) throws(QueueRefusal) -> LetterPrint {
    advance(to: now)
    log(.letterReprinted, author, now, window: window, why: "\(number) \(form.rawValue)")
    return printLetter(number, form, job: job, by: author, at: now)
  }

  @discardableResult
  private mutating func printLetter(
    _ number: LetterNumber, _ form: LetterForm, job: String, by author: Author, at now: Moment
  ) -> LetterPrint {
    let print = LetterPrint(letter: number, job: job, form: form, at: now, who: author.who)
    step.letterPrints.append(print)
    return print
  }

  /// Notes how far a letter's paper is.
  public mutating func setPaper(
    _ paper: PaperState, fault: String?, of print: LetterPrint, by author: Author, at now: Moment
  ) {
    advance(to: now)
    guard print.paper != paper, print.paper.mayBecome(paper) else { return }
    var print = print
    print.paper = paper
    print.fault = fault
    step.letterPrints.append(print)
    log(.letterPaper, author, now, why: "\(print.letter) \(fault ?? paper.rawValue)")
  }

  /// After a restart nobody prints what was left, as with tickets.
  public mutating func settle(_ prints: [LetterPrint], at now: Moment) {
    for print in prints {
      setPaper(
        print.paper == .pending ? .failed : .unknown, fault: "restart", of: print, by: .service,
        at: now)
    }
  }
}
