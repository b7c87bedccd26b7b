import DeviceKit
import Hall
import HallAPI
import HallStore
import Varlink

/// Lets whoever a case is of print its letters without a window. 自助打印文书
extension LetterDesk {
  /// How often a kiosk prints one letter: a jam and a torn sheet are allowed for, a pastime is not.
  static let mostPrintsOfKiosk = 3

  func ofCase(_ question: LettersInterface.OfCase.Parameters, _ call: CallContext) async throws
    -> LettersInterface.OfCase.Reply
  {
    .init(
      letters: try await ownLetters(question.handle).map { ownView($0, from: call.place) },
      forms: LetterForm.allCases.filter { (try? printing.available($0)) != nil })
  }

  func printOwn(_ wish: LettersInterface.PrintOwn.Parameters, _ call: CallContext) async throws
    -> LettersInterface.PrintOwn.Reply
  {
    // Another case's letter is none for this holder, whether it exists or not.
    guard
      let kept = try await ownLetters(wish.handle).first(where: {
        $0.letter.number.description == wish.number
      })
    else {
      throw LettersInterface.NoSuchLetter(number: String(wish.number.prefix(CallerText.longest)))
    }
    guard prints(kept, from: call.place) < Self.mostPrintsOfKiosk else {
      throw LettersInterface.PrintedEnough(number: wish.number)
    }
    let form = try printing.available(wish.form ?? .a4)
    let sheet = try open(kept)
    let job = PrintJobID.fresh().text
    let author = Author(who: call.place, place: call.place)
    let print = try await hall.queue.perform { engine, now throws(QueueRefusal) in
      try engine.reprintLetter(
        kept.letter.number, form, job: job, at: nil, by: author, at: now)
    }
    let end = await printing.print(
      sheet, print, isReprint: kept.prints.contains { $0.paper != .failed })
    let after = try await find(wish.number)
    return .init(letter: ownView(after, from: call.place), fault: end?.fault)
  }

  /// The letters under the receipt of a case that was looked up; none where two sources use the
  /// receipt, for then nobody can say whose they are.
  private func ownLetters(_ handle: String) async throws -> [KeptLetter] {
    guard let identity = handles.identity(of: handle, at: hall.wallTime()),
      let standing = try await hall.cases.caseStanding(identity)
    else { throw LettersInterface.HandleExpired() }
    guard let receipt = standing.facts.receipt?.number,
      try await hall.cases.keys(ofReceipt: receipt).map(\.identity) == [identity]
    else { return [] }
    return try await hall.store.letters(ofCase: receipt)
  }

  private func prints(_ kept: KeptLetter, from place: String) -> Int {
    kept.prints.count { $0.who == place && $0.paper != .failed }
  }

  private func ownView(_ kept: KeptLetter, from place: String) -> LettersInterface.OwnLetter {
    let letter = kept.letter
    return .init(
      number: letter.number.description, kind: letter.number.series.kind,
      title: LetterPhrases.title(letter.number.series.kind), day: letter.day.description,
      dueDay: letter.dueDay?.description,
      printable: letter.sealed != nil && prints(kept, from: place) < Self.mostPrintsOfKiosk,
      paper: kept.prints.last?.paper)
  }
}
