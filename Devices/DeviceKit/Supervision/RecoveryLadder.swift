/// Which rung comes next for a device that is there and does not do what it should (trap 20).
struct RecoveryLadder {
  /// Reopening is what helps most devices, and all that most lines offer: it gets this many turns
  /// before anybody's power is cut.
  static let reopenings = 3

  private var rungs: [RecoveryStep] = []
  /// The last rung was reached. Software cuts no power from there on, so a device that goes away was
  /// taken away by a hand.
  private(set) var isSpent = false

  init() { reset() }

  /// The next rung; the last one for ever after.
  mutating func climb() -> RecoveryStep {
    guard let rung = rungs.popLast() else {
      isSpent = true
      return .callTechnician
    }
    return rung
  }

  /// It was well for a while, or is another one now: the next fault begins at the bottom.
  mutating func reset() {
    isSpent = false
    rungs =
      ([.clearHalt, .reset] + Array(repeating: .reopen, count: Self.reopenings) + [.portPower])
      .reversed()
  }
}

extension DeviceFault {
  /// Whether recovery can mend it: the device is there, is ours, and misbehaves.
  var isMisbehaviour: Bool {
    switch code {
    case .silent, .protocolError, .hardwareError: true
    case .absent, .permissionDenied, .busy, .unplugged, .paperOut, .coverOpen, .cutterError,
      .overloaded, .cancelled:
      false
    }
  }
}
