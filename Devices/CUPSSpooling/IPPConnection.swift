import CCUPS
import DeviceKit
import Dispatch
import Glibc
import Hall
import Synchronization

/// One request to an IPP server and its answer, by libcups' HTTP and IPP routines.
///
/// Not by cupsDoRequest(3) and the cupsDest calls built on it: they reconnect by themselves for up
/// to 30 s (httpReconnect2 in cups/request.c), cupsCopyDestInfo sleeps between up to ten attempts
/// (cups/dest-options.c), and neither can be told of a deadline or a hall that stops.
final class IPPConnection {
  /// A spooler on this machine answers in microseconds, a printer of the hall's own network in
  /// milliseconds; one that does not is off.
  static let connectDeadline: Duration = .seconds(2)
  /// How often a silent connection asks whether to go on; a stop waits no longer than this.
  static let patienceStep = 0.2
  /// Bytes handed to libcups at once; between two pieces the deadline is looked at.
  private static let pieceSize = 65_536

  private let http: OpaquePointer
  private let destination: CUPSDestination
  private let patience: Patience
  private let cutoff: Cutoff

  init(
    to destination: CUPSDestination, by deadline: Deadline,
    isInterrupted: @escaping @Sendable () -> Bool
  ) throws(DeviceFault) {
    self.destination = destination
    let patience = Patience(deadline: deadline, isInterrupted: isInterrupted)
    self.patience = patience
    let (host, port, encryption) = Self.endpoint(of: destination.server)
    let limit = min(deadline, .after(Self.connectDeadline))
    let milliseconds = max(1, Deadline.now.duration(to: limit).milliseconds)
    guard
      let http = httpConnect2(
        host, port, nil, AF_UNSPEC, encryption, 1, Int32(clamping: milliseconds), nil)
    else {
      if let fault = patience.fault { throw fault }
      throw DeviceFault(.absent, "connect \(host): \(String(cString: cupsLastErrorString()))")
    }
    self.http = http
    cutoff = Cutoff(httpGetFd(http), at: deadline)
    httpSetTimeout(
      http, Self.patienceStep,
      { _, context in
        guard let context else { return 0 }
        let patience = Unmanaged<Patience>.fromOpaque(context).takeUnretainedValue()
        return patience.isOver ? 0 : 1
      }, Unmanaged.passUnretained(patience).toOpaque())
  }

  deinit {
    cutoff.disarm()
    httpClose(http)
  }

  /// Sends the request and returns the answer of a request that the server carried out.
  func exchange(
    _ request: borrowing IPPMessage, document: [UInt8] = [], credentials: String? = nil
  ) throws(DeviceFault) -> IPPMessage {
    httpClearFields(http)
    httpSetField(http, HTTP_FIELD_CONTENT_TYPE, "application/ipp")
    if let credentials { httpSetField(http, HTTP_FIELD_AUTHORIZATION, credentials) }
    httpSetLength(http, ippLength(request.raw) + document.count)
    guard httpPost(http, destination.resource) == 0 else { throw fault("request") }
    var state = IPP_STATE_IDLE
    while state != IPP_STATE_DATA {
      state = ippWrite(http, request.raw)
      guard state != IPP_STATE_ERROR else { throw fault("request") }
    }
    try send(document)
    return try receive()
  }

  private func send(_ document: [UInt8]) throws(DeviceFault) {
    var rest = document[...]
    while !rest.isEmpty {
      if let fault = patience.fault { throw fault }
      let piece = rest.prefix(Self.pieceSize)
      let written = piece.withUnsafeBytes { bytes in
        httpWrite2(http, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
      }
      guard written > 0 else { throw fault("document") }
      rest = rest.dropFirst(written)
    }
    guard httpFlushWrite(http) >= 0 else { throw fault("document") }
  }

  private func receive() throws(DeviceFault) -> IPPMessage {
    var status = HTTP_STATUS_CONTINUE
    while status == HTTP_STATUS_CONTINUE { status = httpUpdate(http) }
    guard status == HTTP_STATUS_OK else { throw fault("answer", status) }
    var bytes: [UInt8] = []
    var buffer = [CChar](repeating: 0, count: 4096)
    while true {
      if let fault = patience.fault { throw fault }
      let count = httpRead2(http, &buffer, buffer.count)
      guard count > 0 else {
        guard count == 0 else { throw fault("answer") }
        break
      }
      bytes.append(contentsOf: buffer.prefix(count).map { UInt8(bitPattern: $0) })
      guard bytes.count <= IPPMessage.limit else {
        throw DeviceFault(.protocolError, "an answer of more than \(IPPMessage.limit) bytes")
      }
    }
    guard let answer = IPPMessage.parse(bytes) else {
      // Silence in the middle of an answer looks like its end.
      throw patience.fault ?? DeviceFault(.protocolError, "the answer is no IPP message")
    }
    if let refusal = Refusal(answer) { throw refusal.fault }
    return answer
  }

  private func fault(_ what: String, _ status: http_status_t = HTTP_STATUS_ERROR) -> DeviceFault {
    if let fault = patience.fault { return fault }
    switch status {
    case HTTP_STATUS_UNAUTHORIZED, HTTP_STATUS_FORBIDDEN:
      return DeviceFault(.permissionDenied, "the print server refuses the \(what)")
    case HTTP_STATUS_NOT_FOUND:
      return DeviceFault(.absent, "the print server has nothing at \(destination.resource)")
    case HTTP_STATUS_UPGRADE_REQUIRED:
      return DeviceFault(.permissionDenied, "the printer wants ipps")
    case HTTP_STATUS_ERROR:
      let number = httpError(http)
      let reason = number > 0 ? String(cString: strerror(number)) : "connection closed"
      return DeviceFault(.unplugged, "\(what): \(reason)")
    default: return DeviceFault(.protocolError, "HTTP status \(status.rawValue) to the \(what)")
    }
  }

  private static func endpoint(
    of server: CUPSDestination.Server
  ) -> (host: String, port: Int32, encryption: http_encryption_t) {
    switch server {
    case .local: (String(cString: cupsServer()), ippPort(), cupsEncryption())
    case .socket(let path): (path, 0, HTTP_ENCRYPTION_NEVER)
    case .remote(let host, let port, let isEncrypted):
      (host, Int32(port), isEncrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED)
    }
  }
}

/// Until when a connection waits; libcups asks it in every silence.
private final class Patience {
  private let deadline: Deadline
  private let isInterrupted: @Sendable () -> Bool

  init(deadline: Deadline, isInterrupted: @escaping @Sendable () -> Bool) {
    self.deadline = deadline
    self.isInterrupted = isInterrupted
  }

  var isOver: Bool { fault != nil }

  var fault: DeviceFault? {
    if isInterrupted() { return DeviceFault(.cancelled, "whoever asked gave up") }
    return Deadline.now < deadline ? nil : DeviceFault(.silent, "no answer before the deadline")
  }
}

/// Cuts a connection off at its deadline: libcups' own timeout counts silence only, and would wait
/// without end for a peer that sends a byte a second.
private final class Cutoff: Sendable {
  private let descriptor: Mutex<Int32?>

  init(_ raw: Int32, at deadline: Deadline) {
    descriptor = Mutex(raw)
    let left = max(0, Deadline.now.duration(to: deadline).milliseconds)
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(clamping: left))) {
      [weak self] in
      self?.descriptor.withLock { raw in
        if let raw { _ = shutdown(raw, Int32(SHUT_RDWR)) }
      }
    }
  }

  /// Before the descriptor is closed, so that nobody else's of the same number is cut off.
  func disarm() { descriptor.withLock { $0 = nil } }
}

/// Why an IPP server did not do what it was asked (RFC 8011, appendix B).
private struct Refusal {
  let fault: DeviceFault

  /// nil for an answer that is no refusal.
  init?(_ answer: borrowing IPPMessage) {
    let status = answer.status
    // 0x0000 to 0x00FF are successes, with or without remarks.
    guard status.rawValue < 0 || status.rawValue > 0xFF else { return nil }
    let name = String(cString: ippErrorString(status))
    let reason = answer.text("status-message").map { "\(name): \($0)" } ?? name
    switch status {
    case IPP_STATUS_ERROR_NOT_FOUND, IPP_STATUS_ERROR_GONE:
      fault = DeviceFault(.absent, reason)
    case IPP_STATUS_ERROR_FORBIDDEN, IPP_STATUS_ERROR_NOT_AUTHENTICATED,
      IPP_STATUS_ERROR_NOT_AUTHORIZED:
      fault = DeviceFault(.permissionDenied, reason)
    case IPP_STATUS_ERROR_BUSY, IPP_STATUS_ERROR_TOO_MANY_JOBS:
      fault = DeviceFault(.busy, reason)
    case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS, IPP_STATUS_ERROR_DEVICE,
      IPP_STATUS_ERROR_SERVICE_UNAVAILABLE, IPP_STATUS_ERROR_TEMPORARY:
      fault = DeviceFault(.hardwareError, reason)
    default: fault = DeviceFault(.protocolError, reason)
    }
  }
}

extension Duration {
  /// Rounded up.
  var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds &* 1000 &+ (attoseconds &+ 999_999_999_999_999) / 1_000_000_000_000_000
  }
}
