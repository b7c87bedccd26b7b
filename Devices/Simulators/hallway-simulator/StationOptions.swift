import ArgumentParser
import DeviceSimulators

/// Which pads, keypads and strips there are besides the FF 68 pads; numbers are windows, and the
/// devices' numbers on their lines.
struct StationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Have a pad that speaks QP1 at this window.", valueName: "number"))
  var qp1Pad: [UInt8] = []

  @Option(help: ArgumentHelp("Have an FF 68 caller keypad at this window.", valueName: "number"))
  var keypad: [UInt8] = []

  @Option(help: ArgumentHelp("Have a keypad that speaks QP1 at this window.", valueName: "number"))
  var qp1Keypad: [UInt8] = []

  @Option(help: ArgumentHelp("Have an Onbon strip at this window.", valueName: "number"))
  var strip: [UInt8] = []

  @Option(help: ArgumentHelp("Have a strip that speaks QP1 at this window.", valueName: "number"))
  var qp1Strip: [UInt8] = []

  var isEmpty: Bool {
    [qp1Pad, keypad, qp1Keypad, strip, qp1Strip].allSatisfy(\.isEmpty)
  }

  func validate() throws {
    try Self.check([keypad, qp1Keypad], of: "keypad")
    try Self.check([strip, qp1Strip], of: "strip")
    guard ([qp1Pad, qp1Keypad, qp1Strip].joined().allSatisfy { $0 <= 0xF7 }) else {
      throw ValidationError("QP1 devices have numbers from 1 to 247.")
    }
  }

  func complete(_ plan: inout SimulatedHall.Plan) {
    plan.qp1Pads = qp1Pad
    plan.keypads = keypad
    plan.qp1Keypads = qp1Keypad
    plan.strips = strip
    plan.qp1Strips = qp1Strip
  }

  /// One device of a kind for a window, whatever it speaks.
  static func check(_ numbers: [[UInt8]], of kind: String) throws {
    let all = Array(numbers.joined())
    guard !all.contains(0), Set(all).count == all.count else {
      throw ValidationError("There is one \(kind) at a window; windows have numbers from 1 to 255.")
    }
  }
}
