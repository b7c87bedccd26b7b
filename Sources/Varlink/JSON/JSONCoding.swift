import NIOCore

extension JSONValue {
  /// What a value looks like as JSON, for fields whose Varlink type is `object`.
  ///
  /// - Throws: `EncodingError` for a number JSON cannot carry; `JSONError` for what is nested deeper
  ///   than a message may be.
  public init(encoding value: some Encodable) throws {
    self = try JSONValue(parsing: try JSONText.text(of: value).readableBytesView)
  }

  /// Reads a type out of this value.
  ///
  /// - Throws: `DecodingError` naming the field that does not fit.
  public func decoded<T: Decodable>(as type: T.Type) throws -> T {
    try ValueDecoder.decode(type, from: self)
  }
}
