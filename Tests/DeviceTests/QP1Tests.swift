import DeviceKit
import StationProtocols
import TestSupport
import Testing

struct `QP1 frames` {
  @Test func `both 16-bit checks give their published values`() {
    #expect(CRC16.modbus(Array("123456789".utf8)) == 0x4B37)
    #expect(CRC16.arc(Array("123456789".utf8)) == 0xBB3D)
  }

  @Test(arguments: [
    (UInt8(0x10), QP1.Code.hello, [UInt8](), "A5 5A 01 01 10 01 00 00 69 0A"),
    // 30.0 s, five levels, voice 1.
    (0x11, .startEvaluation, [0x2C, 0x01, 5, 1], "A5 5A 01 01 11 20 04 00 2C 01 05 01 57 14"),
    (0x80, .result, [0x11, 5], "A5 5A 01 01 80 A1 02 00 11 05 FE F5"),
    (0x80, .acknowledge, [], "A5 5A 01 01 80 06 00 00 F5 CB"),
  ])
  func `the samples of D-5 are written and read`(
    sequence: UInt8, code: QP1.Code, data: [UInt8], bytes: String
  ) {
    let frame = QP1.Frame(address: 1, sequence: sequence, code: code, data: data)
    #expect(frame.bytes == hex(bytes))
    #expect(QP1.look(at: hex(bytes)[...]) == .frame(frame, length: hex(bytes).count))
  }

  @Test func `a frame inside a damaged one is found, in single bytes too`() {
    let good = QP1.Frame(address: 1, sequence: 2, code: .key, data: [1, 0, 0])
    var stream = QP1.Frame(address: 1, sequence: 1, code: .text, data: good.bytes).bytes
    stream[stream.count - 1] ^= 1
    for pieces in [[stream], stream.map { [$0] }] {
      var scanner = FrameScanner<QP1>()
      for piece in pieces { scanner.append(piece, at: .now) }
      #expect(scanner.next() == good)
      #expect(scanner.next() == nil)
    }
  }

  @Test func `a gap of more than 50 ms ends a frame that has begun`() {
    let start = Deadline.now
    let frame = QP1.Frame(address: 1, sequence: 2, code: .key, data: [1, 0, 0])
    var scanner = FrameScanner<QP1>()
    scanner.append(Array(frame.bytes.prefix(9)), at: start)
    #expect(scanner.restDue == start + .milliseconds(50))
    scanner.settle(at: start + .milliseconds(50))
    scanner.append(Array(frame.bytes.dropFirst(9)), at: start + .milliseconds(51))
    #expect(scanner.next() == nil)
    scanner.append(frame.bytes, at: start + .milliseconds(60))
    #expect(scanner.next() == frame)
    // Noise that looks like a long frame's head does not swallow the frame behind it.
    scanner.append(hex("A5 5A 01 01 01 24 00 01") + frame.bytes, at: start + .seconds(1))
    #expect(scanner.next() == nil)
    scanner.settle(at: start + .milliseconds(1050))
    #expect(scanner.next() == frame)
    #expect(scanner.restDue == nil)
  }

  @Test func `a rest that was there and not yet read is no gap`() {
    let start = Deadline.now
    let frame = QP1.Frame(address: 1, sequence: 2, code: .key, data: [1, 0, 0])
    var scanner = FrameScanner<QP1>()
    scanner.append(Array(frame.bytes.prefix(9)), at: start)
    // The thread was held up for a second.
    scanner.append(Array(frame.bytes.dropFirst(9)), at: start + .seconds(1))
    #expect(scanner.next() == frame)
  }

  @Test func `random streams neither trap nor block what follows`() async {
    var dice = Dice(state: 15)
    let frame = QP1.Frame(address: 1, sequence: 2, code: .key, data: [1, 0, 0])
    let now = Deadline.now
    for _ in 0..<1_000 {
      await Task.yield()
      var scanner = FrameScanner<QP1>()
      var noise = dice.bytes(0...80)
      if Bool.random(using: &dice) { noise = hex("A5 5A 01") + noise }
      scanner.append(noise, at: now)
      scanner.settle(at: now + .milliseconds(50))
      scanner.append(frame.bytes, at: now + .milliseconds(51))
      var last: QP1.Frame?
      while let found = scanner.next() { last = found }
      #expect(last == frame)
    }
  }
}

struct `A QP1 session` {
  let start = Deadline.now

  @Test func `a question is sent three times with one number, 200 ms apart`() {
    var session = QP1Session(address: 1, sequence: 0x0F)
    let question = session.ask(.ping, at: start)
    #expect(question.sequence == 0x10)
    #expect(session.step(at: start) == .wait(until: start + .milliseconds(200)))
    #expect(session.step(at: start + .milliseconds(200)) == .send(question.bytes))
    #expect(session.step(at: start + .milliseconds(400)) == .send(question.bytes))
    #expect(session.step(at: start + .milliseconds(600)) == .answered(.silence))
  }

  @Test func `an answer to another number, address or none at all is passed over`() {
    var session = QP1Session(address: 1, sequence: 0)
    _ = session.ask(.ping, at: start)
    for frame in [
      QP1.Frame(address: 1, sequence: 2, code: .acknowledge),
      QP1.Frame(address: 2, sequence: 1, code: .acknowledge),
      // The line's echo of our own question.
      QP1.Frame(address: 1, sequence: 1, code: .ping),
    ] {
      #expect(session.receive(frame.bytes, at: start).isEmpty)
      #expect(session.step(at: start) == .wait(until: start + .milliseconds(200)))
    }
    let answer = QP1.Frame(address: 1, sequence: 1, code: .acknowledge)
    _ = session.receive(answer.bytes, at: start)
    #expect(session.step(at: start) == .answered(.frame(answer)))
  }

  @Test(arguments: [
    // Damaged on its way: again at once. Busy: again at its time. The others end the question.
    (UInt8(1), QP1Session.Step?.none), (2, nil),
    (4, .wait(until: Deadline.now)), (3, .answered(.refused(.command))),
    (5, .answered(.refused(.state))), (77, .answered(.refused(nil))),
  ])
  func `each reason of a refusal has its consequence`(reason: UInt8, step: QP1Session.Step?) {
    var session = QP1Session(address: 1, sequence: 0)
    let question = session.ask(.startEvaluation, [1, 0, 5, 0], at: start)
    let refusal = QP1.Frame(address: 1, sequence: 1, code: .refuse, data: [reason])
    _ = session.receive(refusal.bytes, at: start)
    switch step {
    case nil: #expect(session.step(at: start) == .send(question.bytes))
    case .wait: #expect(session.step(at: start) == .wait(until: start + .milliseconds(200)))
    case let step?: #expect(session.step(at: start) == step)
    }
  }

  @Test func `an event's copy gets its ACK again and is no event`() {
    var session = QP1Session(address: 1, sequence: 0)
    let event = QP1.Frame(address: 1, sequence: 0x80, code: .key, data: [1, 0, 0])
    #expect(session.receive(event.bytes, at: start) == [.event(event)])
    // Not taken yet: the copy is an event still.
    #expect(session.receive(event.bytes, at: start) == [.event(event)])
    let acknowledgement = session.accept(event, at: start)
    #expect(acknowledgement == hex("A5 5A 01 01 80 06 00 00 F5 CB"))
    #expect(session.receive(event.bytes, at: start + .seconds(1)) == [.reply(acknowledgement)])
    // Seconds later a device that was switched off and on may number alike.
    #expect(session.receive(event.bytes, at: start + .seconds(4)) == [.event(event)])
  }

  @Test func `an event answers a poll`() {
    var session = QP1Session(address: 1, sequence: 0)
    _ = session.ask(.poll, at: start)
    let event = QP1.Frame(address: 1, sequence: 0x80, code: .key, data: [1, 0, 0])
    #expect(session.receive(event.bytes, at: start) == [.event(event)])
    #expect(session.step(at: start) == .answered(.frame(event)))
  }
}
