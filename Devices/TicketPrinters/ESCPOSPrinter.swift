public import DeviceKit
public import Hall
import Synchronization

/// A thermal ticket printer that speaks ESC/POS in two directions. 排队号小票打印机
public actor ESCPOSPrinter: TicketPrinter, SupervisedDevice {
  /// A real-time answer is one byte, sent from the receive interrupt; half a second also covers
  /// 500 bytes still in front of the question on a 9600 baud line.
  static let answerDeadline: Duration = .milliseconds(500)
  /// Each question is asked again once before the printer counts as silent.
  static let attempts = 2
  /// 15 cm of paper take 2 s on a slow head, a cut 1 s, a hot head some seconds to cool.
  static let jobDeadline: Duration = .seconds(15)
  /// A person in front of the machine does not wait longer for a ticket to begin.
  static let queueDeadline: Duration = .seconds(60)
  /// Jobs waiting or printing; a hall with more people in the same minute has a second printer.
  static let queueLimit = 32
  /// With two questions of half a second a dead printer shows within 4 s.
  static let statusInterval: Duration = .seconds(3)
  /// While a job prints, printers without automatic status are asked this often.
  static let progressInterval: Duration = .milliseconds(500)
  /// Dots of one character cell of the small font, 12 × 24 on every head (protocols.md C.1).
  static let dotsPerColumn = 12
  /// How long the kernel may keep three bytes of a command to give up a job.
  static let clearDeadline: Duration = .milliseconds(200)

  public static let descriptor = DriverDescriptor(
    name: "esc-pos",
    kind: .ticketPrinter,
    title: "Thermal ticket printers that speak ESC/POS",
    matches: [
      DeviceMatch(.usbInterface(class: 7, subclass: 1, protocol: 2), "two-way USB printers")
    ],
    schemes: [.serial, .tcp, .usb, .usblp],
    // as most 80 mm printers leave the factory; their DIP switches also offer 9600 to 38400.
    baud: 115_200,
    abilities: ["GBK text", "QR code", "partial cut", "paper low and out", "confirmed printing"],
    options: [
      DriverOption(
        "columns", .integer(24...64, usual: 48),
        "Characters of the small font in one line; 80 mm paper has 48, 58 mm has 32")
    ],
    parts: DeviceParts(paper: .unknown, cover: .unknown, cutter: .unknown),
    timeouts: [
      .init("answer", answerDeadline, "one byte from the printer's interrupt"),
      .init("job", jobDeadline, "2 s of paper, 1 s of cutting, some seconds of cooling"),
      .init("queue", queueDeadline, "nobody waits longer for a ticket to begin"),
      .init("status", statusInterval, "a dead printer shows within 4 s"),
      .init("progress", progressInterval, "questions during a job, where status is not automatic"),
      .init("clear", clearDeadline, "three bytes"),
    ])

  public nonisolated let supervision: Supervision
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    supervision.thread.asUnownedSerialExecutor()
  }

  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  private let encoder: ESCPOSEncoder
  private var decoder = ESCPOS.Decoder()
  private var condition = ESCPOS.Condition()
  private var lastAsked = Deadline.now
  /// The newest real-time answer nobody took yet.
  private var realTimeAnswer: UInt8?
  /// The newest mark that came back.
  private var printedMark: [UInt8]?
  /// Starts anywhere, so that an answer meant for the process before this one is told apart.
  private var markNumber = UInt32.random(in: 0...UInt32.max)
  /// Part of a job that was given up may hang from the head.
  private var hasRemains = false
  private nonisolated let jobs = Mutex(0)

  /// - Throws: ``DeviceFault`` where the address does not suit, no thread can be had, or the C
  ///   library can not encode Chinese.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    let columns = request.integer("columns", of: Self.descriptor)
    encoder = try ESCPOSEncoder(dotsPerLine: columns * Self.dotsPerColumn)
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try ESCPOSPrinter(request, bench: bench)
  }

  // MARK: Supervision

  public func probe(_ link: any ByteLink) throws(DeviceFault) {
    decoder = ESCPOS.Decoder()
    condition = ESCPOS.Condition()
    // What an interrupted job left in the print buffer goes; what waits in the receive buffer of
    // an offline printer does not (README, Behaviour).
    try link.write(
      ESCPOS.initialise + ESCPOS.statusBackOn, deadline: .after(Self.answerDeadline))
    try askEverything(link)
    showCondition()
  }

  public func watch(_ link: any ByteLink) throws(DeviceFault) {
    let check = lastAsked.advanced(by: Self.statusInterval)
    if try link.waitForInput(until: check) { try hear(link, until: .now) }
    if Deadline.now >= check { try askEverything(link) }
    showCondition()
  }

  private func showCondition() {
    let state: DeviceState = condition.fault.map { .faulted($0) } ?? .ready
    supervision.board.show(state, parts: condition.parts)
  }

  // MARK: Printing

  public nonisolated func print(_ slip: Slip) async -> PrintOutcome {
    let admitted = jobs.withLock { count in
      guard count < Self.queueLimit else { return false }
      count += 1
      return true
    }
    guard admitted else {
      return .failed(DeviceFault(.overloaded, "\(Self.queueLimit) jobs wait already"))
    }
    defer { jobs.withLock { $0 -= 1 } }
    return await perform(slip, turnBy: .after(Self.queueDeadline))
  }

  /// The whole job without a suspension: the executor's queue is the queue of jobs.
  private func perform(_ slip: Slip, turnBy: Deadline) -> PrintOutcome {
    guard Deadline.now < turnBy else {
      return .failed(DeviceFault(.overloaded, "its turn did not come in time"))
    }
    let link: any ByteLink
    let content: [UInt8]
    do {
      link = try requireLink()
      content = try encoder.encode(slip)
    } catch {
      return .failed(error)
    }
    do {
      try askEverything(link)
    } catch {
      lose(error)
      return .failed(error)
    }
    showCondition()
    if let fault = condition.fault { return .failed(fault) }
    return send(content, on: link)
  }

  private func send(_ content: [UInt8], on link: any ByteLink) -> PrintOutcome {
    markNumber &+= 1
    let mark = ESCPOS.JobMark(markNumber)
    let before = link.bytesWritten
    // Cut off first, so that nobody is handed somebody else's number with their own.
    let remains = hasRemains ? ESCPOS.initialise + ESCPOS.cut : []
    let job = remains + content + mark.request
    let lineTime = lineTime(of: job)
    let deadline = Deadline.after(lineTime + Self.jobDeadline)
    do {
      try write(job, on: link, deadline: deadline)
      try awaitReturn(of: mark, on: link, sentBy: .after(lineTime), deadline: deadline)
      hasRemains = false
      showCondition()
      return .printed
    } catch {
      let sent = link.bytesWritten - before
      if sent > 0 {
        hasRemains = true
        giveUp(on: link)
      }
      lose(error)
      return sent > 0 ? .unknown(error) : .failed(error)
    }
  }

  /// Writes what the printer takes, and hears meanwhile why it takes no more.
  private func write(
    _ bytes: [UInt8], on link: any ByteLink, deadline: Deadline
  ) throws(DeviceFault) {
    let before = link.bytesWritten
    while true {
      let rest = Array(bytes.dropFirst(link.bytesWritten - before))
      if rest.isEmpty { return }
      do {
        try link.write(rest, deadline: min(deadline, .after(Self.progressInterval)))
      } catch  where error.code == .silent && Deadline.now < deadline {
        // A full buffer: normal while paper moves, final when it is out.
        try hear(link, until: .now)
        try throwIfJobEnded()
      }
    }
  }

  private func awaitReturn(
    of mark: ESCPOS.JobMark, on link: any ByteLink, sentBy: Deadline, deadline: Deadline
  ) throws(DeviceFault) {
    // A question queues behind the job in the kernel: asked too early it is answered too late.
    var question = sentBy.advanced(by: Self.progressInterval)
    while Deadline.now < deadline {
      try hear(link, until: min(question, deadline))
      if printedMark == mark.bytes { return }
      try throwIfJobEnded()
      guard Deadline.now >= question else { continue }
      do {
        try askEverything(link)
      } catch  where error.code == .silent {
        // Busy printing; only the job's own deadline decides.
      }
      if printedMark == mark.bytes { return }
      try throwIfJobEnded()
      question = .after(Self.progressInterval)
    }
    throw DeviceFault(.silent, "did not confirm the job within \(Self.jobDeadline)")
  }

  /// How long the kernel needs to send `bytes` at the line's speed: ten bits a byte, 8N1.
  private func lineTime(of bytes: [UInt8]) -> Duration {
    guard case .serial(_, let baud?) = supervision.address else { return .zero }
    return .seconds(bytes.count * 10) / baud
  }

  private func throwIfJobEnded() throws(DeviceFault) {
    if condition.endsJob, let fault = condition.fault { throw fault }
  }

  /// Asks the printer to forget the rest of a job that now counts as unknown; closing the link
  /// afterwards drops what this machine has not sent yet.
  private func giveUp(on link: any ByteLink) {
    // The outcome is unknown already and the printer may be gone: a fault here adds nothing.
    try? link.write(ESCPOS.recoverAndClear, deadline: .after(Self.clearDeadline))
    // An answer proves that the command arrived: closing would drop it together with the rest.
    _ = try? ask(.printer, on: link)
  }

  // MARK: Questions

  /// `DLE EOT` 1 to 4, each answered before the next (C.7).
  private func askEverything(_ link: any ByteLink) throws(DeviceFault) {
    lastAsked = .now
    var seen = condition
    for question in ESCPOS.Question.allCases {
      seen.apply(try ask(question, on: link), to: question)
    }
    condition = seen
  }

  private func ask(
    _ question: ESCPOS.Question, on link: any ByteLink
  ) throws(DeviceFault) -> UInt8 {
    for attempt in 0..<Self.attempts {
      // An answer that came late would be taken for this one's.
      try hear(link, until: .now)
      realTimeAnswer = nil
      let deadline = Deadline.after(Self.answerDeadline)
      try link.write(question.bytes, deadline: deadline)
      while Deadline.now < deadline {
        try hear(link, until: deadline)
        guard let answer = realTimeAnswer else { continue }
        // The first attempt's answer was late or lost; were it late, the second's must not be
        // taken for the next question's.
        if attempt > 0 { try hear(link, until: .after(Self.answerDeadline)) }
        return answer
      }
    }
    throw DeviceFault(.silent, "no answer to DLE EOT \(question.rawValue)")
  }

  /// Takes in what the printer says until the deadline, at most one read; silence is no fault here.
  private func hear(_ link: any ByteLink, until deadline: Deadline) throws(DeviceFault) {
    do {
      decoder.append(try link.read(upTo: 1024, deadline: deadline))
    } catch  where error.code == .silent {
      return
    }
    while let answer = decoder.next() {
      switch answer {
      case .realTime(let byte): realTimeAnswer = byte
      case .automatic(let condition): self.condition = condition
      case .printed(let mark): printedMark = mark
      }
    }
  }
}
