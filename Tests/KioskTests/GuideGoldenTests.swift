import Hall
import HallAPI
import Testing
import TextUI

@testable import KioskScreens

/// The screens of guides and papers, kept as goldens like the others.
enum GuideScene: String, CaseIterable, Sendable {
  case homeGuides, finder, finderEmpty, finderNone, finderNear, finderLost, finderCatalogue
  case guide, guidePage2, guideTaken, guideNoPrinter, topQuestions, topQuestionOpen, guideNotices
  case guideNoticeOpen, paperQuestion, paperTicks, paperTicksElder, papersComplete
  case papersTolerable, papersIncomplete, papersPrinted, cameOften, cardWithPapers

  func person(_ language: Language) -> Person {
    var person = Person.withGuides(language)
    switch self {
    case .homeGuides: break
    case .finder, .finderEmpty, .finderNone, .finderNear, .finderLost, .finderCatalogue:
      person.type("6")
      find(&person)
    case .topQuestions, .topQuestionOpen, .guideNotices, .guideNoticeOpen:
      person.type("6")
      person.answerSearch()
      list(&person)
    case .guide, .guidePage2, .guideTaken, .guideNoPrinter:
      person.readGuide()
      read(&person)
    case .cameOften:
      person.type("111")
      person.reading(.card)
      guard case .takeTicket = person.lastRequest, let request = person.lastRequest else { break }
      person.reply(.failed(request, .repeatVisits(3, helpService: "ask")))
    case .cardWithPapers: person.type("111")
    default:
      person.readGuide()
      person.type("1")
      check(&person)
    }
    return person
  }

  private func find(_ person: inout Person) {
    switch self {
    case .finderEmpty: person.answerSearch()
    case .finderNone: person.search("qqq", .init(hits: [], count: 0))
    case .finderNear:
      var hits = SampleGuides.found
      hits.hits[0].closeness = .slip
      person.search("shehiu", .init(hits: Array(hits.hits.prefix(1)), count: 1))
    case .finderLost:
      person.search("s")
      guard let request = person.lastRequest else { break }
      person.reply(.failed(request, .unreachable))
    case .finderCatalogue:
      person.press(.function(7), .function(7), .function(7))
      person.answerSearch()
    default:
      person.search("shb")
      person.press(.down)
    }
  }

  private func list(_ person: inout Person) {
    switch self {
    case .topQuestions, .topQuestionOpen:
      person.press(.function(5))
      person.reply(.topQuestions(SampleGuides.questions))
    default:
      person.press(.function(6))
      person.reply(.guideNotices([GuidesInterface.Notice(SampleGuides.notice)]))
    }
    if self == .topQuestionOpen || self == .guideNoticeOpen { person.type("1") }
  }

  private func read(_ person: inout Person) {
    switch self {
    case .guidePage2: person.type("9")
    case .guideTaken:
      person.type("3")
      person.reply(.guidePrinted)
    case .guideNoPrinter:
      person.type("3")
      guard let request = person.lastRequest else { break }
      person.reply(.failed(request, .printerUnavailable("paperOut")))
    default: break
    }
  }

  private func check(_ person: inout Person) {
    switch self {
    case .paperQuestion: break
    case .paperTicks: person.type("2113")
    case .paperTicksElder: person.type("21e1")
    case .papersComplete:
      person.type("11123")
      person.press(.enter)
    case .papersTolerable:
      person.type("1112")
      person.press(.enter)
    case .papersIncomplete, .papersPrinted:
      person.type("211")
      person.press(.enter)
      if self == .papersPrinted {
        person.type("1")
        person.reply(.guidePrinted)
      }
    default: break
    }
  }
}
