/// Why a simulator could not be set up: the system refused something.
public struct SimulatorError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
