import DeviceKit
public import Hall

extension SAMV {
  /// Where a field lies in the text block, in bytes (A.8).
  struct Field {
    let offset: Int
    let length: Int

    init(_ offset: Int, _ length: Int) {
      self.offset = offset
      self.length = length
    }
  }

  /// The four layouts of A.8; each sums to 256 bytes.
  struct Layout {
    let kind: IdentityCard.Kind
    let names: [Field]
    let number: Field
    let birth: Field
    let validUntil: Field

    static let resident = Layout(
      kind: .resident, names: [Field(0, 30)], number: Field(122, 36), birth: Field(36, 16),
      validUntil: Field(204, 16))

    static let permit = Layout(
      kind: .permit, names: [Field(0, 30)], number: Field(122, 36), birth: Field(36, 16),
      validUntil: Field(204, 16))

    /// The Chinese name where there is one, else the English one.
    static let foreigner = Layout(
      kind: .foreigner, names: [Field(158, 30), Field(0, 120)], number: Field(122, 30),
      birth: Field(220, 16), validUntil: Field(204, 16))

    /// Its English name of up to 46 characters lies in two pieces; see `name(in:)`.
    static let foreigner2023 = Layout(
      kind: .foreigner2023, names: [Field(0, 30)], number: Field(122, 36), birth: Field(36, 16),
      validUntil: Field(204, 16))

    /// By the type letter at offset 248: space, `J`, `I`, `Y`.
    init?(typeLetter: String) {
      switch typeLetter {
      case "": self = .resident
      case "J": self = .permit
      case "I": self = .foreigner
      case "Y": self = .foreigner2023
      default: return nil
      }
    }

    private init(
      kind: IdentityCard.Kind, names: [Field], number: Field, birth: Field, validUntil: Field
    ) {
      self.kind = kind
      self.names = names
      self.number = number
      self.birth = birth
      self.validUntil = validUntil
    }

    func name(in text: ArraySlice<UInt8>) -> String? {
      for field in names {
        if let name = SAMV.text(field, of: text), !name.isEmpty { return name }
      }
      guard kind == .foreigner2023 else { return nil }
      // Characters 1 to 35 at 52, 36 to 46 at 220: joined before trimming, since the first piece
      // may end in the middle of a word or in a space that belongs to the name.
      let name = SAMV.raw(Field(52, 70), of: text) + SAMV.raw(Field(220, 22), of: text)
      return SAMV.decode(name)
    }
  }

  static let textLength = 256
  static let typeLetter = Field(248, 2)

  /// The card in the data of a base message (A.3): two or three big-endian lengths, the text, then
  /// photo and fingerprint, which nobody looks at.
  ///
  /// nil where the block is not one of the four layouts or its number's check digit is wrong.
  public static func card(inBaseMessage data: [UInt8]) -> IdentityCard? {
    guard data.count >= 4 else { return nil }
    let textLength = Int(data[0]) << 8 | Int(data[1])
    let photoLength = Int(data[2]) << 8 | Int(data[3])
    guard textLength == Self.textLength else { return nil }
    // The message with fingerprint has a third length (A.3); the total tells which it is.
    let header = data.count == 4 + textLength + photoLength ? 4 : 6
    guard data.count >= header + textLength else { return nil }
    return card(inText: data[header..<(header + textLength)])
  }

  /// The card in a text block of 256 bytes, UTF-16LE, space padded.
  public static func card(inText block: ArraySlice<UInt8>) -> IdentityCard? {
    guard block.count == textLength, let letter = text(typeLetter, of: block),
      let layout = Layout(typeLetter: letter), let name = layout.name(in: block), !name.isEmpty,
      let digits = text(layout.number, of: block), let number = IDNumber(digits),
      let end = text(layout.validUntil, of: block)
    else { return nil }
    let validUntil = LocalDay(end)
    guard end == "长期" || validUntil != nil else { return nil }
    return IdentityCard(
      kind: layout.kind, name: name, number: number,
      birth: text(layout.birth, of: block).flatMap { LocalDay($0) }, validUntil: validUntil)
  }

  private static func raw(_ field: Field, of block: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    block.dropFirst(field.offset).prefix(field.length)
  }

  private static func text(_ field: Field, of block: ArraySlice<UInt8>) -> String? {
    decode(raw(field, of: block))
  }

  /// Sanitised and trimmed; nil where the bytes are no UTF-16.
  private static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
    var units: [UInt16] = []
    var rest = bytes
    while let low = rest.popFirst(), let high = rest.popFirst() {
      units.append(UInt16(low) | UInt16(high) << 8)
    }
    return String(validating: units, as: UTF16.self).map { Sanitiser.line($0) }
  }
}
