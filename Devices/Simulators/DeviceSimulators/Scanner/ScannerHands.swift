extension SimulatedHall {
  /// Holds a code before the scanner of this name.
  public func scan(_ text: String, onScanner name: String) throws(SimulatedHallError) {
    guard try useScanner(name, { $0.scan(Array(text.utf8), at: .now) }) else {
      throw .notLooking(name)
    }
  }

  @discardableResult
  public func useScanner<Result: Sendable>(
    _ name: String, _ body: (inout ScannerMachine) -> Result
  ) throws(SimulatedHallError) -> Result {
    guard let scanner, scanner.id == name else { throw .noSuchDevice(name) }
    return scanner.simulator.use(body)
  }
}
