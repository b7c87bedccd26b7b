/// Why a whole file is not taken. Words for a technician; never what a record says.
public struct CaseFileError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
