import DeviceKit
import TestSupport
import Testing

@testable import TicketPrinters

struct `A recording of a ticket printer` {
  private static let mark = ESCPOS.JobMark(7)

  @Test func `keeps each answer to a question, and a report nobody asked for`() {
    var redactor = TicketRedactor()
    for question in ESCPOS.Question.allCases {
      #expect(redactor.written(question.bytes) == question.bytes)
      #expect(redactor.read([0x12]) == [0x12])
    }
    #expect(redactor.written(ESCPOS.bufferedStatus) == ESCPOS.bufferedStatus)
    #expect(redactor.read([0x0C]) == [0x0C])
    #expect(redactor.written(ESCPOS.Presenter.customStatus) != nil)
    #expect(redactor.read(hex("10 0F 00 41 42 43")) == hex("10 0F 00 41 42 43"))
    #expect(redactor.written(ESCPOS.Presenter.epicTransport) != nil)
    #expect(redactor.read(hex("06 1D 41 20")) == hex("06 1D 41 20"))
    #expect(redactor.read(hex("14 00 0C 0F")) == hex("14 00 0C 0F"))
    #expect(redactor.read([0x13, 0x11]) == [0x13, 0x11])
    #expect(redactor.written(Array("ticket".utf8) + Self.mark.request) == nil)
    #expect(redactor.read(Self.mark.answer) == Self.mark.answer)
    #expect(redactor.written(Array("ticket".utf8) + ESCPOS.bufferedStatus) == nil)
    #expect(redactor.read([0x00]) == [0x00])
    #expect(redactor.finish() == [])
  }

  @Test func `keeps answers that come in pieces`() {
    var redactor = TicketRedactor()
    let answers = Self.mark.answer + hex("14 00 0C 0F")
    #expect(answers.flatMap { redactor.read([$0]) } == answers)
    #expect(redactor.read([0x37, 0x22]) == [])
    #expect(redactor.finish() == [0x80, 0x80])
  }

  @Test func `holds nothing of a ticket that a box on the line echoes`() {
    var dice = Dice(state: 0x7EC0)
    for _ in 0..<500 {
      var redactor = TicketRedactor()
      // A number, a name in GBK and a secret with every kind of letter.
      var ticket = Array("A0426 PBOL 0ABC 4KLM\n".utf8) + hex("CD F5 D1 F9 C0 FD 0A")
      ticket += dice.bytes(16...40).map { 0x20 + $0 % 0x5F } + Self.mark.request
      #expect(redactor.written(ticket) == nil)
      let kept = redactor.read(ticket) + redactor.finish()
      #expect(kept.count == ticket.count)
      #expect(kept.allSatisfy { $0 == TicketRedactor.blank })
    }
  }

  @Test func `answers of random bytes stay as long as they are`() {
    var dice = Dice(state: 0x7EC1)
    for _ in 0..<2_000 {
      var redactor = TicketRedactor()
      var (sent, kept) = (0, 0)
      for _ in 0..<5 {
        let bytes = dice.bytes(0...9)
        sent += bytes.count
        kept += redactor.read(bytes).count
        if let question = ESCPOS.Question.allCases.randomElement(using: &dice) {
          _ = redactor.written(question.bytes)
        }
      }
      #expect(kept + redactor.finish().count == sent)
    }
  }
}
