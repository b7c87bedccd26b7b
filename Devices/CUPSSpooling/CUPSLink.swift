public import DeviceKit

/// A spooler behind the choke point every device stands behind: lines of the ``SpoolerQuestion``
/// dialogue go in, ``SpoolerAnswer`` lines come out, and libcups is asked in between.
public final class CUPSLink: ByteLink {
  private let spooler: Spooler
  /// For the end of a job that was given up: it is to be cancelled although nobody waits for it.
  private let undisturbed: Spooler
  private let waker: Waker
  /// Asked and not answered yet: a line, and the document where it sends one.
  private var question: [UInt8] = []
  private var answer: [UInt8] = []
  public private(set) var bytesWritten = 0

  public init(_ destination: CUPSDestination, waker: Waker) {
    spooler = Spooler(destination: destination) { waker.isInterrupted }
    undisturbed = Spooler(destination: destination) { false }
    self.waker = waker
  }

  /// Opens links to what an address names; the first question connects.
  public static let opener: LinkOpener = { request, waker throws(DeviceFault) in
    guard case .cups(let text) = request.address, let destination = CUPSDestination(text) else {
      throw DeviceFault(.protocolError, "\(request.address) names no queue and no printer")
    }
    return CUPSLink(destination, waker: waker)
  }

  public func write(_ bytes: [UInt8], deadline: Deadline) throws(DeviceFault) {
    guard question.count + bytes.count <= SpoolerQuestion.limit else {
      throw DeviceFault(.protocolError, "a document of more than \(SpoolerQuestion.limit) bytes")
    }
    question += bytes
    bytesWritten += bytes.count
  }

  public func read(upTo count: Int, deadline: Deadline) throws(DeviceFault) -> [UInt8] {
    if answer.isEmpty, let end = question.firstIndex(of: 0x0A) {
      let line = SpoolerLine(Array(question[...end]))
      let document = Array(question[(end + 1)...])
      question = []
      guard let asked = line.flatMap({ SpoolerQuestion($0) }) else {
        throw DeviceFault(.protocolError, "no question for a spooler")
      }
      answer = try reply(to: asked, document, by: deadline).line.bytes
    }
    guard !answer.isEmpty else {
      try waker.pause(until: deadline)
      throw DeviceFault(.silent, "nothing was asked")
    }
    defer { answer.removeFirst(min(max(1, count), answer.count)) }
    return Array(answer.prefix(max(1, count)))
  }

  /// A spooler says nothing unasked.
  public func waitForInput(until deadline: Deadline) throws(DeviceFault) -> Bool {
    if !answer.isEmpty { return true }
    try waker.idle(until: deadline)
    return false
  }

  public func discardInput() throws(DeviceFault) {
    question = []
    answer = []
  }

  private func reply(
    to question: SpoolerQuestion, _ document: [UInt8], by deadline: Deadline
  ) throws(DeviceFault) -> SpoolerAnswer {
    switch question {
    case .printer: return .printer(try spooler.printer(by: deadline))
    case .create(let job): return .created(job: try spooler.create(job, by: deadline))
    case .send(let job, let format, let bytes):
      guard document.count == bytes else {
        throw DeviceFault(.protocolError, "\(document.count) of \(bytes) bytes of a document")
      }
      try spooler.send(document, format, to: job, by: deadline)
      return .sent
    case .job(let job): return .job(try spooler.job(job, by: deadline))
    case .cancel(let job):
      // A job that has just ended cannot be cancelled, and what it ended as is the answer.
      try? undisturbed.cancel(job, by: deadline)
      return .job(try undisturbed.job(job, by: deadline))
    case .resume:
      try spooler.resume(by: deadline)
      return .resumed
    }
  }
}
