import DeviceKit
import DeviceSimulators
import DeviceTestSupport
import TestSupport
import Testing

/// A simulated device on a real pty, with the request that reaches it.
struct StationBench<Machine: WireMachine> {
  let simulator: SerialSimulator<Machine>
  let request: DeviceRequest
  private let directory: TemporaryDirectory

  init(_ machine: Machine, options: [String: OptionValue] = [:]) throws {
    directory = TemporaryDirectory()
    simulator = SerialSimulator(machine, link: directory.path("station"))
    try simulator.plug()
    request = DeviceRequest(
      id: DeviceID("station"), address: try DeviceAddress(simulator.address), options: options)
  }

  /// Waits until something is to be seen of the machine.
  func until(_ what: String, _ fits: @escaping @Sendable (Machine) -> Bool) async throws {
    try await within(hangLimit, what) { [simulator] in
      while !simulator.use({ machine in fits(machine) }) {
        try await Task.sleep(for: .milliseconds(5))
      }
    }
  }
}

/// The first elements of a stream.
func first<Element: Sendable>(
  _ count: Int, of stream: AsyncStream<Element>, _ what: String
) async throws -> [Element] {
  try await within(hangLimit, what) {
    var elements: [Element] = []
    for await element in stream {
      elements.append(element)
      if elements.count == count { return elements }
    }
    throw Unexpected("\(what): the stream ended")
  }
}

/// The first presses of a pad, each answered as by a hall that takes everything, unless it says
/// otherwise.
func taken(
  _ count: Int, of presses: AsyncStream<PadPress>, _ what: String,
  verdict: @escaping @Sendable (PadPress) -> PressVerdict = { _ in .stored }
) async throws -> [PadPress] {
  try await within(.seconds(10), what) {
    var taken: [PadPress] = []
    for await press in presses {
      await press.answer(verdict(press))
      taken.append(press)
      if taken.count == count { return taken }
    }
    throw Unexpected("\(what): the stream ended")
  }
}

extension EvaluationPad {
  /// "Please rate", for as long as the pad itself waits.
  func invite(_ evaluation: String = "one") async throws(DeviceFault) {
    try await show(.pleaseRate(evaluation: evaluation, seconds: 600))
  }
}

/// Does it again where nobody answered: on a busy machine a simulated device can miss three times
/// 200 ms, and a hall asks again too.
func persisting(_ body: () async throws -> Void) async throws {
  for _ in 0..<20 {
    do {
      return try await body()
    } catch let fault as DeviceFault where fault.code == .silent || fault.code == .absent {
      try await Task.sleep(for: .milliseconds(50))
    }
  }
  try await body()
}
