import CPCSC
import DeviceKit

/// libpcsclite's calls, each a status turned into a value or a fault. Every one may block for as
/// long as pcscd likes: only a ``PCSCWorker`` makes them.
enum PCSC {
  /// A reader's state, as SCardGetStatusChange(3) tells and takes it.
  struct ReaderState: Sendable, Equatable {
    var bits: DWORD = DWORD(SCARD_STATE_UNAWARE)
    /// Of the pseudo-reader that stands for readers coming and going.
    var listBits: DWORD = DWORD(SCARD_STATE_UNAWARE)

    var isGone: Bool { bits & DWORD(SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE) != 0 }
    /// As ``PortQuestion/cardPresence`` answers.
    var presence: UInt8 {
      guard bits & DWORD(SCARD_STATE_PRESENT) != 0 else { return 0 }
      return bits & DWORD(SCARD_STATE_MUTE) != 0 ? 2 : 1
    }
  }

  struct Card: Sendable {
    let handle: SCARDHANDLE
    let `protocol`: DWORD
    let answerToReset: [UInt8]
  }

  /// What pcsc-lite calls its pseudo-reader (trap 13).
  private static let plugAndPlay = "\\\\?PnP?\\Notification"

  static func establish() -> Result<SCARDCONTEXT, DeviceFault> {
    var context = SCARDCONTEXT()
    let status = SCardEstablishContext(DWORD(SCARD_SCOPE_SYSTEM), nil, nil, &context)
    return status == SCARD_S_SUCCESS ? .success(context) : .failure(fault(status))
  }

  static func release(_ context: SCARDCONTEXT) { SCardReleaseContext(context) }

  static func readers(_ context: SCARDCONTEXT) -> Result<[String], DeviceFault> {
    // 16 readers of 127 bytes and a zero each, and the zero of the list.
    var size = DWORD(PCSCLITE_MAX_READERS_CONTEXTS * (MAX_READERNAME + 1) + 1)
    var names = [CChar](repeating: 0, count: Int(size))
    let status = SCardListReaders(context, nil, &names, &size)
    if status == SCARD_E_NO_READERS_AVAILABLE { return .success([]) }
    guard status == SCARD_S_SUCCESS else { return .failure(fault(status)) }
    let parts = names.prefix(Int(clamping: size)).split(separator: 0)
    return .success(
      parts.map { String(decoding: $0.map { UInt8(bitPattern: $0) }, as: UTF8.self) })
  }

  /// Waits until reader or list of readers differ from `state`; the same state at the timeout.
  static func change(
    of reader: String, from state: ReaderState, _ context: SCARDCONTEXT, milliseconds: Int64
  ) -> Result<ReaderState, DeviceFault> {
    reader.withCString { reader in
      plugAndPlay.withCString { list in
        var states = [SCARD_READERSTATE(), SCARD_READERSTATE()]
        states[0].szReader = reader
        states[0].dwCurrentState = state.bits
        states[1].szReader = list
        states[1].dwCurrentState = state.listBits
        let status = SCardGetStatusChange(
          context, DWORD(clamping: milliseconds), &states, DWORD(states.count))
        switch status {
        case SCARD_E_TIMEOUT, SCARD_E_CANCELLED: return .success(state)
        case SCARD_S_SUCCESS:
          // Handed back unaltered, the same state would count as changed at once (trap 12).
          let changed = ~DWORD(SCARD_STATE_CHANGED)
          return .success(
            ReaderState(
              bits: states[0].dwEventState & changed,
              listBits: states[1].dwEventState & changed))
        case SCARD_E_UNKNOWN_READER, SCARD_E_READER_UNAVAILABLE:
          return .success(ReaderState(bits: DWORD(SCARD_STATE_UNKNOWN)))
        default: return .failure(fault(status))
        }
      }
    }
  }

  /// Powers the card up, for us alone: two programs selecting files would read each other's.
  static func connect(_ reader: String, _ context: SCARDCONTEXT) -> Result<Card, DeviceFault> {
    var handle = SCARDHANDLE()
    var active = DWORD()
    let either = DWORD(SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1)
    let status = SCardConnect(
      context, reader, DWORD(SCARD_SHARE_EXCLUSIVE), either, &handle, &active)
    guard status == SCARD_S_SUCCESS else { return .failure(fault(status)) }
    var answer = [UInt8](repeating: 0, count: Int(MAX_ATR_SIZE))
    var length = DWORD(answer.count)
    let told = SCardStatus(handle, nil, nil, nil, nil, &answer, &length)
    guard told == SCARD_S_SUCCESS else {
      SCardDisconnect(handle, DWORD(SCARD_LEAVE_CARD))
      return .failure(fault(told))
    }
    return .success(
      Card(
        handle: handle, protocol: active,
        answerToReset: Array(answer.prefix(Int(clamping: length)))))
  }

  static func disconnect(_ card: Card) {
    // Reset, so that no selected file stays behind for the next program.
    SCardDisconnect(card.handle, DWORD(SCARD_RESET_CARD))
  }

  static func transmit(_ command: [UInt8], to card: Card) -> Result<[UInt8], DeviceFault> {
    var header = SCARD_IO_REQUEST(
      dwProtocol: card.protocol, cbPciLength: DWORD(MemoryLayout<SCARD_IO_REQUEST>.size))
    // 256 bytes of data and the status word.
    var response = [UInt8](repeating: 0, count: Int(MAX_BUFFER_SIZE))
    var length = DWORD(response.count)
    let status = SCardTransmit(
      card.handle, &header, command, DWORD(command.count), nil, &response, &length)
    defer { response.wipe() }
    guard status == SCARD_S_SUCCESS else { return .failure(fault(status)) }
    return .success(Array(response.prefix(Int(clamping: length))))
  }

  /// What a status other than success means (pcsclite.h).
  static func fault(_ status: LONG) -> DeviceFault {
    let reason = String(cString: pcsc_stringify_error(status))
    switch status {
    case SCARD_E_NO_SMARTCARD, SCARD_W_REMOVED_CARD, SCARD_W_RESET_CARD,
      SCARD_W_UNRESPONSIVE_CARD, SCARD_W_UNPOWERED_CARD, SCARD_E_PROTO_MISMATCH,
      SCARD_E_NOT_TRANSACTED:
      return .noCard
    case SCARD_E_NO_SERVICE: return DeviceFault(.absent, "pcscd does not run: \(reason)")
    case SCARD_E_UNKNOWN_READER, SCARD_E_READER_UNAVAILABLE, SCARD_E_NO_READERS_AVAILABLE:
      return DeviceFault(.unplugged, reason)
    // A daemon that was restarted does not know our context any more (trap 2).
    case SCARD_E_SERVICE_STOPPED, SCARD_E_INVALID_HANDLE, SCARD_F_COMM_ERROR:
      return DeviceFault(.unplugged, "pcscd was restarted: \(reason)")
    case SCARD_E_SHARING_VIOLATION: return DeviceFault(.busy, reason)
    case SCARD_E_NO_ACCESS, SCARD_W_SECURITY_VIOLATION:
      return DeviceFault(.permissionDenied, reason)
    default: return DeviceFault(.hardwareError, reason)
    }
  }
}

extension DeviceFault {
  /// The card was taken away, or does not answer; the reader is well.
  static let noCard = DeviceFault(.cancelled, "there is no card that answers")
}
