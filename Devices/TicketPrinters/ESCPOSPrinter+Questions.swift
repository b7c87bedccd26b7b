import DeviceKit

/// What the printer is asked, and what it says.
extension ESCPOSPrinter {
  /// The whole state, each question answered before the next (C.7); nothing where the model has
  /// no answers (trap 22).
  func askEverything(_ link: any ByteLink) throws(DeviceFault) {
    lastAsked = .now
    var seen = condition
    switch profile.status {
    case .automatic, .realTime:
      for question in ESCPOS.Question.allCases {
        seen.apply(try ask(question, on: link), to: question)
      }
      if case .custom = profile.presenter {
        seen.apply(try askPresenter(ESCPOS.Presenter.customStatus, on: link))
      }
    case .paperByte:
      seen.apply(paperByte: try askBuffered(on: link))
    case .sensorEnquiry:
      seen.apply(try askPresenter(ESCPOS.Presenter.epicSensors, on: link))
      seen.apply(try askPresenter(ESCPOS.Presenter.epicTransport, on: link))
    case .none: return
    }
    if !profile.hasNearEndSensor { seen.paperLow = false }
    condition = seen
  }

  func ask(_ question: ESCPOS.Question, on link: any ByteLink) throws(DeviceFault) -> UInt8 {
    try ask(question.bytes, on: link) {
      $0.realTime = nil
    } answer: {
      $0.realTime
    }
  }

  func askBuffered(on link: any ByteLink) throws(DeviceFault) -> UInt8 {
    try ask(ESCPOS.bufferedStatus, on: link) {
      $0.buffered = nil
    } answer: {
      $0.buffered
    }
  }

  private func askPresenter(
    _ question: [UInt8], on link: any ByteLink
  ) throws(DeviceFault) -> ESCPOS.PresenterReport {
    try ask(question, on: link) {
      $0.presenter = nil
    } answer: {
      $0.presenter
    }
  }

  private func ask<Value>(
    _ question: [UInt8], on link: any ByteLink, forgetting: (inout Heard) -> Void,
    answer: (Heard) -> Value?
  ) throws(DeviceFault) -> Value {
    for attempt in 0..<Self.attempts {
      // An answer that came late would be taken for this one's.
      try hear(link, until: .now)
      forgetting(&heard)
      let deadline = Deadline.after(Self.answerDeadline)
      try link.write(question, deadline: deadline)
      while Deadline.now < deadline {
        try hear(link, until: deadline)
        guard let found = answer(heard) else { continue }
        // The first attempt's answer was late or lost; were it late, the second's must not be
        // taken for the next question's.
        if attempt > 0 { try hear(link, until: .after(Self.answerDeadline)) }
        return found
      }
    }
    throw DeviceFault(.silent, "no answer to \(question.hex)")
  }

  /// Takes in what the printer says until the deadline, at most one read; silence is no fault here.
  func hear(_ link: any ByteLink, until deadline: Deadline) throws(DeviceFault) {
    do throws(DeviceFault) {
      decoder.append(try link.read(upTo: 1024, deadline: deadline))
    } catch  where error.code == .silent {
      return
    }
    while let answer = decoder.next() {
      switch answer {
      case .realTime(let byte): heard.realTime = byte
      case .automatic(let condition): self.condition = condition
      case .printed(let mark): heard.mark = mark
      case .buffered(let byte): heard.buffered = byte
      case .presenter(let report): heard.presenter = report
      }
    }
  }
}
