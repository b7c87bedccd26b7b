import Hall
import HallAPI
import TextUI

/// One line of the desk, which may need more rows than one.
struct ConsoleLine {
  let text: Bilingual
  let style: Style
  var mostRows = 2
}

/// What the desk says in words, most important first: what does not fit is left out from the end.
struct ConsoleLines {
  /// Of the number at the window.
  private(set) var here: [ConsoleLine] = []
  /// Of who is next and who is parked.
  private(set) var around: [ConsoleLine] = []
  private let state: Console

  init(_ state: Console, _ desk: CounterInterface.Desk) {
    self.state = state
    if let ticket = desk.ticket {
      lines(of: ticket)
    } else {
      lines(ofEmpty: desk)
    }
    linesAround(desk)
  }

  private mutating func add(_ text: Bilingual, _ style: Style = .page, mostRows: Int = 2) {
    here.append(ConsoleLine(text: text, style: style, mostRows: mostRows))
  }

  private mutating func lines(ofEmpty desk: CounterInterface.Desk) {
    if !desk.window.open {
      add(ConsolePhrases.pressOpen, .strong)
    } else if !desk.obeys {
      add(ConsolePhrases.othersWindow(desk.window.clerk.map(CellText.clean)), .strong)
    } else {
      add(ConsolePhrases.nobodyHere, .strong)
      if desk.next != nil { add(ConsolePhrases.pressNext, .quiet) }
    }
  }

  private mutating func lines(of ticket: CounterInterface.Served) {
    add(
      Self.joined([
        ConsolePhrases.state(ticket.state), ConsolePhrases.calls(ticket.calls),
        ConsolePhrases.waited(ticket.waitedSeconds / 60),
      ]), .strong)
    add(ticket.serviceName, .heading)
    // What must not be overlooked comes before what is good to know.
    if let visits = ticket.visits { add(ConsolePhrases.visits(visits), .warning) }
    let who = [
      ticket.holder.map { Bilingual(zh: $0, en: $0) },
      ticket.priority.map(KioskPhrases.chosenPriority),
    ].compactMap(\.self)
    if !who.isEmpty { add(Self.joined(who), .strong) }
    if let papers = ticket.papers {
      add(Self.words(papers), papers.missing.isEmpty ? .page : .strong)
    }
    if let note = ticket.note { add(ConsolePhrases.note(note)) }
    if !ticket.laterServices.isEmpty {
      let names = ticket.laterServices.map { id in
        state.hall?.services.first { $0.id == id }?.name ?? Bilingual(zh: id, en: id)
      }
      add(ConsolePhrases.later(Self.listed(names)))
    }
  }

  private static func words(_ papers: CounterInterface.Papers) -> Bilingual {
    papers.missing.isEmpty
      ? ConsolePhrases.papers(.complete)
      : ConsolePhrases.missing(papers.verdict, listed(papers.missing))
  }

  private mutating func linesAround(_ desk: CounterInterface.Desk) {
    func add(_ text: Bilingual, _ style: Style = .page, mostRows: Int = 1) {
      around.append(ConsoleLine(text: text, style: style, mostRows: mostRows))
    }
    if let next = desk.next {
      let number = Bilingual(zh: next.number, en: next.number)
      add(Self.joined([ConsolePhrases.nextUp, number], by: " "), .heading)
      let since = WallClock.moment(iso8601: next.since)
      let waited = since.map {
        ConsolePhrases.waited(Int(max(0, state.now.seconds(since: $0))) / 60)
      }
      add(Self.joined([next.serviceName, waited].compactMap(\.self)), mostRows: 2)
      if let priority = next.priority { add(KioskPhrases.chosenPriority(priority), .strong) }
      add(next.words, .quiet, mostRows: 2)
    } else {
      add(ConsolePhrases.nobodyWaits, .quiet)
    }
    for (name, parked) in [(ConsolePhrases.held, desk.held), (ConsolePhrases.passed, desk.passed)]
    where !parked.isEmpty {
      let numbers = parked.map(\.number).joined(separator: " ")
      add(Self.joined([name, Bilingual(zh: numbers, en: numbers)], by: " "), .strong, mostRows: 2)
    }
  }

  private static func joined(_ texts: [Bilingual], by mark: String = " · ") -> Bilingual {
    Bilingual(
      zh: texts.map(\.zh).joined(separator: mark), en: texts.map(\.en).joined(separator: mark))
  }

  private static func listed(_ texts: [Bilingual]) -> Bilingual {
    Bilingual(
      zh: texts.map(\.zh).joined(separator: "、"), en: texts.map(\.en).joined(separator: ", "))
  }
}
