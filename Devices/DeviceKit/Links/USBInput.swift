import CLibUSB
import Synchronization

/// What came on a device's IN pipes and nobody has read yet.
///
/// Transfers of one packet each are kept under way all the time, several so that none is missed
/// between two. One packet, because a longer one ends only with a short packet, which a frame of a
/// multiple of the packet's size does not have.
final class USBInput: Sendable {
  private struct State {
    var chunks: [[UInt8]] = []
    var count = 0
    var joiner: FrameJoiner?
    var fault: DeviceFault?
    /// The fault is one of the wire's.
    var isBroken = false
    var isPaused = true
    /// Not under way, with their pipes.
    var parked: [(transfer: USBTransfer, pipe: Int)] = []
  }

  /// Transfers of each pipe; two would do, the others are for a machine that is busy elsewhere.
  private static let depth = 8
  /// The longest frame of any hall device is a few KiB; more than this is not asked for until
  /// somebody reads.
  private static let limit = 65_536

  private let state: Mutex<State>
  private let pipes: [USBEndpoint]
  /// Raised while there are bytes or a fault.
  let arrived: Signal

  init(_ device: USBDevice) throws(DeviceFault) {
    pipes = device.layout.input
    arrived = try Signal()
    state = Mutex(State(joiner: device.layout.split.map(FrameJoiner.init)))
    for (number, pipe) in pipes.enumerated() {
      let type =
        pipe.kind == .bulk ? LIBUSB_TRANSFER_TYPE_BULK : LIBUSB_TRANSFER_TYPE_INTERRUPT
      for _ in 0..<Self.depth {
        let transfer = try USBTransfer(device, type, capacity: pipe.packet) {
          [weak self] transfer in self?.ended(transfer, pipe: number)
        }
        device.keep(transfer)
        state.withLock { $0.parked.append((transfer, number)) }
      }
    }
  }

  /// Bytes that are there, at most `limit`; nil for none.
  func take(upTo limit: Int) throws(DeviceFault) -> [UInt8]? {
    let result: Result<[UInt8]?, DeviceFault> = state.withLock { state in
      guard !state.chunks.isEmpty else {
        if let fault = state.fault { return .failure(fault) }
        return .success(nil)
      }
      let part = Array(state.chunks[0].prefix(max(1, limit)))
      state.chunks[0].dropAndWipe(part.count)
      if state.chunks[0].isEmpty { state.chunks.removeFirst() }
      state.count -= part.count
      submitParked(&state)
      show(state)
      return .success(part)
    }
    return try result.get()
  }

  func discard() {
    state.withLock { state in
      for index in state.chunks.indices { state.chunks[index].wipe() }
      state.chunks = []
      state.count = 0
      state.joiner?.forget()
      submitParked(&state)
      show(state)
    }
  }

  /// Ends it for good, as far as this opening goes.
  func fail(_ fault: DeviceFault) {
    state.withLock { state in
      if state.fault?.code != .unplugged { state.fault = fault }
      show(state)
    }
  }

  /// Whether a transfer broke off in a way that a pulled cable may be the reason for.
  var isBroken: Bool { state.withLock { $0.isBroken } }

  var fault: DeviceFault? { state.withLock { $0.fault } }

  /// Nothing more is submitted; what is under way is for the caller to cancel.
  func pause() { state.withLock { $0.isPaused = true } }

  /// Starts, or goes on after ``pause()``; a fault other than the device's absence is forgotten.
  func resume() {
    state.withLock { state in
      if state.fault?.code != .unplugged { state.fault = nil }
      state.isBroken = false
      state.isPaused = false
      submitParked(&state)
      show(state)
    }
  }

  /// On the thread of events.
  private func ended(_ transfer: USBTransfer, pipe: Int) {
    state.withLock { state in
      // Also what came with a transfer that failed or was cancelled did come.
      let bytes = transfer.take()
      let ready = state.joiner?.take(bytes, pipe: pipe) ?? bytes
      if !ready.isEmpty {
        state.chunks.append(ready)
        state.count += ready.count
      }
      let place = "endpoint \([pipes[pipe].address].hex)"
      switch transfer.outcome {
      case .completed, .cancelled: break
      case .stalled where state.fault == nil:
        state.fault = DeviceFault(.hardwareError, "\(place) is halted")
      case .gone: state.fault = DeviceFault(.unplugged, "the device is gone")
      case .failed(let reason) where state.fault == nil:
        state.fault = DeviceFault(.hardwareError, "\(place): \(reason)")
        state.isBroken = true
      case .stalled, .failed: break
      }
      state.parked.append((transfer, pipe))
      submitParked(&state)
      show(state)
    }
  }

  private func submitParked(_ state: inout State) {
    // Under the lock, so that the order of a pipe's transfers is the order of its bytes. libusb
    // calls back without locks of its own that submitting takes.
    while !state.isPaused, state.fault == nil, state.count < Self.limit,
      let (transfer, pipe) = state.parked.first
    {
      state.parked.removeFirst()
      guard let fault = transfer.submit(to: pipes[pipe].address, count: transfer.capacity)
      else { continue }
      state.parked.append((transfer, pipe))
      state.fault = fault
    }
  }

  private func show(_ state: borrowing State) {
    if state.chunks.isEmpty, state.fault == nil { arrived.lower() } else { arrived.raise() }
  }
}
