import DeviceKit
import Hall
import HallAPI
import HallStore
import Logging

/// Brings letters to paper and writes down what the printers say of it. 文书打印
struct LetterPrinting: Sendable {
  let hall: HallParts
  let errands: Errands

  /// A disk that is full or locked is asked again so often.
  static let retry: Duration = .seconds(2)

  /// The form, where the hall has a printer for it.
  func available(_ form: LetterForm) throws -> LetterForm {
    let has = form == .a4 ? hall.documentPrinter != nil : hall.printer != nil
    guard has else { throw LettersInterface.NoPrinter(form: form) }
    return form
  }

  /// Prints what the ledger knows of by now; nobody waits for it.
  func printSoon(_ sheet: LetterSheet, _ print: LetterPrint, isReprint: Bool = false) {
    errands.run {
      await bringToPaper(sheet.numbered(print.letter.description, isReprint: isReprint), print)
    }
  }

  /// The same for somebody who waits for it; goes on where they do not. nil where the hall closes first.
  func print(_ sheet: LetterSheet, _ print: LetterPrint, isReprint: Bool) async -> LetterPrint? {
    let (ends, end) = AsyncStream.makeStream(of: LetterPrint.self)
    errands.run {
      end.yield(
        await bringToPaper(sheet.numbered(print.letter.description, isReprint: isReprint), print))
      end.finish()
    }
    return await ends.first { _ in true }
  }

  @discardableResult
  private func bringToPaper(_ sheet: LetterSheet, _ print: LetterPrint) async -> LetterPrint {
    let outcome: PrintOutcome
    var print = print
    switch print.form {
    case .slip:
      guard let printer = hall.printer else { return print }
      // From here on nobody can say that nothing came out, were the power cut now.
      print = await note(.sent, nil, of: print)
      outcome = await printer.print(sheet.shortForm, job: PrintJobID(print.job))
    case .a4:
      guard let printer = hall.documentPrinter else { return print }
      let pdf: [UInt8]
      do throws(LetterPressFault) {
        pdf = try await hall.press.pdf(of: sheet)
      } catch {
        hall.logger.error("letter not drawn", metadata: ["number": "\(print.letter)"])
        return await note(.failed, Self.notDrawn, of: print)
      }
      print = await note(.sent, nil, of: print)
      outcome = await printer.print(
        PrintableDocument(
          title: "letter \(print.letter)", pdf: pdf, copies: print.letter.series.kind.copies))
    }
    return await note(outcome.paper, outcome.fault?.code.rawValue, of: print)
  }

  /// The fault of a print of which nothing reached a printer.
  private static let notDrawn = "notDrawn"

  /// Writes down how far the paper is, in the end.
  private func note(_ paper: PaperState, _ fault: String?, of print: LetterPrint) async
    -> LetterPrint
  {
    while !Task.isCancelled {
      do {
        try await hall.queue.perform { engine, now throws(QueueRefusal) in
          engine.setPaper(paper, fault: fault, of: print, by: .service, at: now)
        }
        break
      } catch {
        hall.logger.error("paper of a letter not stored", metadata: ["reason": "\(error)"])
        try? await Task.sleep(for: Self.retry)
      }
    }
    var print = print
    print.paper = paper
    print.fault = fault
    return print
  }

  /// After a restart nobody prints what was left.
  func settle() async throws -> Int {
    let open = try await hall.store.openLetterPrints()
    guard !open.isEmpty else { return 0 }
    try await hall.queue.perform { engine, now throws(QueueRefusal) in
      engine.settle(open, at: now)
    }
    return open.count
  }
}
