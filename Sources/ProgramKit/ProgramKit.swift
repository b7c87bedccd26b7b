/// The version all of Hallway's programs carry.
public let hallwayVersion = "0.1.0"

/// A sentence for the person at the terminal, printed as it is.
public struct Complaint: Error, CustomStringConvertible, Sendable {
  public let description: String
  public init(_ description: String) { self.description = description }
}
