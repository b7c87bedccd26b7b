import DeviceKit
import DeviceSimulators
import Hall
import StationProtocols
import TestSupport
import Testing

@testable import EvaluationPads

/// A QP1 pad machine and the host's session at the two ends of two lossy lines.
private struct QP1Bench {
  var now = Deadline.now
  var session = QP1Session(address: 1, sequence: 0x30)
  var pad: QP1Machine
  var evaluations = QP1Evaluations()
  var toPad: LossyLine
  var toHost: LossyLine
  var heard: [Int] = []
  var started = 0
  /// What each heard press was a rating of.
  var rated: [String] = []
  /// Presses the hall cannot keep, one in so many; 0 for none.
  var losesOneIn = 0
  /// How long the hall takes to answer.
  var answersAfter: Duration = .zero
  private var answers: [(due: Deadline, requestID: String, isKept: Bool)] = []
  var dice: Dice

  init(_ weather: LossyLine.Weather, seed: UInt64, isPolled: Bool = false) {
    pad = QP1Machine(address: 1, isPolled: isPolled)
    toPad = LossyLine(weather, seed: seed)
    toHost = LossyLine(weather, seed: seed &+ 1)
    dice = Dice(state: seed &+ 2)
  }

  /// Five milliseconds pass.
  mutating func tick() {
    now += .milliseconds(5)
    for bytes in toPad.arrived(at: now) { pad.receive(bytes, at: now) }
    for chunk in pad.advance(to: now) { toHost.send(chunk, at: now) }
    let arrived = toHost.arrived(at: now)
    for bytes in arrived.isEmpty ? [[]] : arrived { hear(bytes) }
    while let answer = answers.first, answer.due <= now {
      answers.removeFirst()
      let event = evaluations.settle(answer.requestID, isKept: answer.isKept, at: now)
      if let event { toPad.send(session.accept(event, at: now), at: now) }
    }
  }

  private mutating func hear(_ bytes: [UInt8]) {
    for incoming in session.receive(bytes, at: now) {
      switch incoming {
      case .reply(let reply): toPad.send(reply, at: now)
      case .event(let frame):
        guard let result = frame.result else { continue }
        switch evaluations.hear(result, at: now) {
        case .waits: evaluations.heardAgain(frame, at: now)
        case .answered: toPad.send(session.accept(frame, at: now), at: now)
        case .nothing:
          evaluations.close(result.evaluation)
          toPad.send(session.accept(frame, at: now), at: now)
        case .level(let level, let evaluation):
          let isKept = losesOneIn == 0 || Int.random(in: 0..<losesOneIn, using: &dice) > 0
          if isKept {
            heard.append(level)
            rated.append(evaluation.name)
          }
          evaluations.handedOver(evaluation.requestID, frame, at: now)
          answers.append((now + answersAfter, evaluation.requestID, isKept))
        }
      }
    }
  }

  mutating func ask(_ code: QP1.Code, _ data: [UInt8] = []) -> QP1Session.Answer {
    if code == .startEvaluation {
      while evaluations.uses(session.nextSequence) { session.skipSequence() }
      started += 1
      evaluations.started(
        .init(
          number: session.nextSequence, name: "evaluation \(started)",
          requestID: "press \(started)", ends: Moment(milliseconds: 0)))
    }
    let question = session.ask(code, data, at: now)
    toPad.send(question.bytes, at: now)
    while true {
      switch session.step(at: now) {
      case .answered(let answer): return answer
      case .send(let bytes): toPad.send(bytes, at: now)
      case .wait: tick()
      }
    }
  }

  /// Until the pad has nothing left to say, at most a minute.
  mutating func settle(polling: Bool) {
    for _ in 0..<12_000 where pad.unacknowledged > 0 {
      if polling { _ = ask(.poll) }
      tick()
    }
  }
}

struct `A rating over a line that drops, doubles and damages` {
  @Test(arguments: [
    (LossyLine.Weather(), 0, false),
    (LossyLine.Weather(drops: 20), 0, false),
    (LossyLine.Weather(doubles: 30), 0, false),
    (LossyLine.Weather(damages: 25), 0, false),
    (LossyLine.Weather(drops: 15, doubles: 15, damages: 15), 4, false),
    (LossyLine.Weather(drops: 15, doubles: 15, damages: 15), 0, true),
  ])
  func `QP1 hears each exactly once, in order`(
    weather: LossyLine.Weather, losesOneIn: Int, isPolled: Bool
  ) async {
    for seed in UInt64(1)...5 {
      await Task.yield()
      var bench = QP1Bench(weather, seed: seed &* 977, isPolled: isPolled)
      bench.losesOneIn = losesOneIn
      // Also slower than the pad's three tries.
      bench.answersAfter = .milliseconds(40 * Int(seed) * Int(seed))
      var pressed: [Int] = []
      for round in 0..<40 {
        // 30 s, five levels, no voice.
        _ = bench.ask(.startEvaluation, QP1.little(300) + [5, 0])
        if bench.pad.face.asksForRating {
          let key = 1 + (round &* 7 &+ Int(seed)) % 5
          _ = bench.pad.press(key, at: bench.now)
          pressed.append(key)
        }
        bench.settle(polling: isPolled)
        #expect(bench.pad.unacknowledged == 0)
      }
      #expect(bench.heard == pressed, "seed \(seed)")
      #expect(pressed.count > 25, "the line let too little through to prove anything")
    }
  }

  @Test func `QP1 knows which evaluation a late result is of`() {
    var bench = QP1Bench(.init(), seed: 5)
    #expect(bench.ask(.startEvaluation, QP1.little(300) + [5, 0]) != .silence)
    _ = bench.pad.press(4, at: bench.now)
    // It crosses the next citizen's invitation.
    #expect(bench.ask(.startEvaluation, QP1.little(300) + [5, 0]) != .silence)
    bench.settle(polling: false)
    #expect(bench.pad.unacknowledged == 0)
    _ = bench.pad.press(2, at: bench.now)
    bench.settle(polling: false)
    #expect(bench.heard == [4, 2] && bench.pad.unacknowledged == 0)
    #expect(bench.rated == ["evaluation 1", "evaluation 2"])
  }

  @Test func `QP1 takes a result that waited for the hall's restart and does not hear it`() {
    var bench = QP1Bench(.init(), seed: 5)
    #expect(bench.ask(.startEvaluation, QP1.little(300) + [5, 0]) != .silence)
    _ = bench.pad.press(4, at: bench.now)
    // The hall restarts: a new session that knows of nothing, and the pad's packets went nowhere.
    for _ in 0..<2_000 {
      bench.now += .milliseconds(5)
      _ = bench.pad.advance(to: bench.now)
    }
    bench.session = QP1Session(address: 1, sequence: 0x70)
    bench.evaluations = QP1Evaluations()
    bench.settle(polling: false)
    #expect(bench.heard == [] && bench.pad.unacknowledged == 0)
    #expect(bench.ask(.startEvaluation, QP1.little(300) + [5, 0]) != .silence)
    _ = bench.pad.press(2, at: bench.now)
    bench.settle(polling: false)
    #expect(bench.heard == [2])
  }

  /// What FF 68 can promise: nothing is heard twice, and what the pad saw acknowledged was heard.
  /// What it cannot: a press whose four copies all got lost is gone.
  @Test(arguments: [
    LossyLine.Weather(), LossyLine.Weather(drops: 20), LossyLine.Weather(doubles: 30),
    LossyLine.Weather(damages: 25), LossyLine.Weather(drops: 15, doubles: 15, damages: 15),
  ])
  func `FF 68 hears none twice, and every one that the pad saw acknowledged`(
    weather: LossyLine.Weather
  ) async {
    for seed in UInt64(1)...5 {
      await Task.yield()
      var now = Deadline.now
      var pad = PadMachine(address: 1)
      var toPad = LossyLine(weather, seed: seed &* 613)
      var toHost = LossyLine(weather, seed: seed &* 613 &+ 1)
      var scanner = FrameScanner<FF68>()
      var filter = FF68RepeatFilter()
      for round in 0..<60 {
        let key = 1 + (round / 2 &+ Int(seed)) % 5
        let acknowledged = pad.face.acknowledged
        let sent = FF68.Frame(address: 1, command: 0x11, data: [UInt8(key)])
        var heard = 0
        _ = pad.press(key, at: now)
        // A person's next press comes later than the last resend and the repeat window.
        for _ in 0..<400 {
          now += .milliseconds(5)
          for bytes in toPad.arrived(at: now) { pad.receive(bytes, at: now) }
          for chunk in pad.advance(to: now) { toHost.send(chunk, at: now) }
          let arrived = toHost.arrived(at: now)
          for bytes in arrived { scanner.append(bytes, at: now) }
          if arrived.isEmpty { scanner.settle(at: now) }
          while let frame = scanner.next() {
            // Eight bits of sum let a damaged frame through at times; as a driver does, only what
            // is a rating counts.
            guard frame.address == 1, frame.ratingKey != nil else { continue }
            #expect(frame == sent, "a damaged frame was taken for another")
            let verdict = filter.verdict(on: frame, at: now)
            guard verdict != .babble else { continue }
            if verdict == .press { heard += 1 }
            filter.note(frame, at: now)
            toPad.send(FF68.Frame.acknowledge(UInt8(key), address: 1).bytes, at: now)
          }
        }
        #expect(heard <= 1, "seed \(seed), press \(round)")
        if pad.face.acknowledged > acknowledged { #expect(heard == 1) }
      }
      #expect(pad.face.acknowledged + pad.face.givenUp == 60)
      #expect(pad.face.acknowledged > 50)
    }
  }
}
