import HallAPI

/// What the hall expects of a parameter it refused.
enum ParameterSentences {
  /// One sentence for the parameter `name` of `method`; both as Varlink calls them.
  static func sentence(_ name: String, of method: String) -> String {
    if method == CounterInterface.EnterLate.name, name == "day" {
      return "that is no day of the last 31; write it like 2026-11-23"
    }
    if name == "day" { return "that is no day; write it like 2026-11-23" }
    return expected(name, of: method).map { "\(name) must be \($0)" }
      ?? "the hall does not take this \(name)"
  }

  private static func expected(_ name: String, of method: String) -> String? {
    switch (method, name) {
    case (ReservationsInterface.Book.name, "from"): "a time like 2026-11-26T09:30"
    case (ReservationsInterface.Book.name, "until"): "a time like 2026-11-26T10:00, after from"
    case (ReservationsInterface.Book.name, "idNumber"): "the number of an identity card"
    case (CounterInterface.LiftQuota.name, "until"): "a time of today like 17:00, still to come"
    case (CounterInterface.EnterLate.name, "number"):
      "a number of a printed block, such as E001: a letter no service uses, then 1 to 500"
    case (CounterInterface.PrintBlock.name, "count"): "1 to 500"
    case (RatingsInterface.Totals.name, "to"), (RatingsInterface.Export.name, "to"):
      "a day like 2026-11-23, not before from and within three years of it"
    case (RatingsInterface.Exclude.name, "reason"), (RatingsInterface.TaskStep.name, "note"):
      "a sentence of at most 300 characters"
    case (CasesInterface.EnterCredit.name, "reason"), (CasesInterface.ClearCredit.name, "reason"):
      "a sentence of at most 300 characters"
    case (CasesInterface.CountDays.name, "workingDays"): "0 to 250"
    case (CasesInterface.Late.name, "within"): "0 to 60 days"
    case (CasesInterface.MayTolerate.name, "idNumber"):
      "the number of an identity card, or organisation a 统一社会信用代码"
    case (LettersInterface.Issue.name, "receipt"), (LettersInterface.Preview.name, "receipt"):
      "a receipt number, the same one in --field and --receipt"
    case (_, "backAt"): "a time of today like 13:30, still to come"
    case (_, "takenAt"), (_, "calledAt"), (_, "finishedAt"): "a time of day like 13:30"
    case (_, "letter"): "a capital letter no service uses"
    case (_, "from"), (_, "through"): "a day like 2026-11-23"
    case (_, "clerk"), (_, "code"): "1 to 128 bytes of text on one line"
    case (_, "why"), (_, "note"): "up to 200 characters, no long numbers"
    case (_, "number"): "a number of today such as A012"
    default: nil
    }
  }
}
