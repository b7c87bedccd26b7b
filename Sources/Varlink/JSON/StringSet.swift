/// A Varlink string set, `[string]()`: an object whose keys are the elements.
public struct StringSet: Sendable, Hashable, Codable, ExpressibleByArrayLiteral {
  public var elements: Set<String>

  public init(_ elements: some Sequence<String>) { self.elements = Set(elements) }

  public init(arrayLiteral elements: String...) { self.init(elements) }

  public init(from decoder: any Decoder) throws {
    elements = Set(try decoder.container(keyedBy: PathKey.self).allKeys.map(\.stringValue))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: PathKey.self)
    for element in elements.sorted() {
      try container.encode(NoParameters(), forKey: PathKey(stringValue: element))
    }
  }
}
