import Hall
import HallAPI
import Varlink

extension FrontDesk {
  func serveCases(_ service: inout VarlinkService) {
    service.handle(CasesInterface.Lookup.self) { [cases] question, call in
      try await cases.lookup(question, call)
    }
    service.handle(CasesInterface.Print.self) { [cases] wish, _ in
      try await cases.print(wish)
      return NoParameters()
    }
    service.handle(CasesInterface.CountDays.self) { [cases] question, _ in
      try cases.countDays(question)
    }
    service.handle(CasesInterface.Bring.self) { [caseIntake] batch, _ in
      try await caseIntake.bring(batch)
    }
    service.handle(CasesInterface.MarkOf.self) { [caseIntake] question, _ in
      try await caseIntake.mark(question)
    }
    service.handle(CasesInterface.Late.self) { [caseReview] question, _ in
      try await caseReview.late(question)
    }
    service.handle(CasesInterface.Show.self) { [caseReview] question, _ in
      try await caseReview.show(question)
    }
    service.handle(CasesInterface.EnterCredit.self) { [caseReview] question, call in
      try await caseReview.enter(question, call)
    }
    service.handle(CasesInterface.ClearCredit.self) { [caseReview] question, call in
      try await caseReview.clear(question, call)
    }
    service.handle(CasesInterface.Credits.self) { [caseReview] question, _ in
      try await caseReview.credits(question)
    }
    service.handle(CasesInterface.MayTolerate.self) { [caseReview] question, _ in
      try await caseReview.mayTolerate(question)
    }
  }
}
