/// The bytes a card hands over: text, photo, fingerprints, later addresses.
struct CardImage: Sendable {
  static let textLength = 256
  static let photoLength = 1024
  static let templateLength = 512

  let person: InventedPerson

  /// The 256-byte text block of the card's kind (protocols.md A.8).
  var text: [UInt8] {
    var block = TextBlock(length: Self.textLength)
    block.put(person.name, at: person.face.nameOffset, length: 30)
    block.put(person.sex.rawValue, at: person.face.sexOffset, length: 2)
    block.put(person.number, at: 122, length: person.face.numberLength)
    block.put(person.validFrom, at: 188, length: 16)
    block.put(person.validUntil, at: 204, length: 16)
    switch person.face {
    case .resident(let nation, let address, let issuer):
      block.put(nation, at: 32, length: 4)
      block.put(person.birth, at: 36, length: 16)
      block.put(address, at: 52, length: 70)
      block.put(issuer, at: 158, length: 30)
    case .permit(let address, let issuer, let passNumber, let issueCount):
      block.put(person.birth, at: 36, length: 16)
      block.put(address, at: 52, length: 70)
      block.put(issuer, at: 158, length: 30)
      block.put(passNumber, at: 220, length: 18)
      block.put(issueCount, at: 238, length: 4)
    case .foreigner(let englishName, let nationality, let version, let authority):
      block.put(englishName, at: 0, length: 120)
      block.put(nationality, at: 152, length: 6)
      block.put(person.birth, at: 220, length: 16)
      block.put(version, at: 236, length: 4)
      block.put(authority, at: 240, length: 8)
    case .foreigner2023(let englishName, let nationality, let renewals, let oldNumberLink):
      block.put(renewals, at: 32, length: 4)
      block.put(person.birth, at: 36, length: 16)
      block.put(String(englishName.prefix(35)), at: 52, length: 70)
      block.put(String(englishName.dropFirst(35)), at: 220, length: 22)
      block.put(nationality, at: 242, length: 6)
      block.put(oldNumberLink, at: 250, length: 6)
    }
    block.put(person.face.kind.typeLetter, at: 248, length: 2)
    return block.bytes
  }

  /// A WLT photo block: the true header, then bytes no decoder can make a face of (A.9).
  var photo: [UInt8] {
    let header: [UInt8] = [0x57, 0x4C, 0x66, 0x00, 0x7E, 0x00, 0x32, 0x00]
    return header + noise(Self.photoLength - header.count, salt: 1)
  }

  /// Zero, one or two 512-byte templates, registered as right and left thumb (A.9).
  var fingerprints: [UInt8] {
    let fingers: [UInt8] = [11, 16]
    return fingers.prefix(person.fingerprintLength / Self.templateLength).flatMap { finger in
      let head: [UInt8] = [UInt8(ascii: "C"), 0x01, 0x12, 0x01, 0x01, finger]
      return head + noise(Self.templateLength - head.count, salt: UInt64(finger))
    }
  }

  /// The 28-byte card management number.
  var managementNumber: [UInt8] { noise(28, salt: 2) }

  /// Address number `index` added after the card was issued, 70 bytes; nil after the last.
  func newAddress(_ index: Int) -> [UInt8]? {
    guard person.newAddresses.indices.contains(index) else { return nil }
    var block = TextBlock(length: 70)
    block.put(person.newAddresses[index], at: 0, length: 70)
    return block.bytes
  }

  /// The same bytes on every run for the same person (SplitMix64 seeded with FNV-1a of the id).
  private func noise(_ count: Int, salt: UInt64) -> [UInt8] {
    var state =
      person.id.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01B3
      } &+ salt
    return (0..<count).map { _ in
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
    }
  }
}

/// A block of UTF-16LE text fields, padded with spaces (protocols.md A.8).
struct TextBlock {
  private(set) var bytes: [UInt8]

  init(length: Int) {
    bytes = (0..<length).map { $0.isMultiple(of: 2) ? 0x20 : 0x00 }
  }

  /// Writes as much of `text` as fits; a character is never cut in half.
  mutating func put(_ text: String, at offset: Int, length: Int) {
    var position = offset
    let end = min(offset + length, bytes.count)
    for scalar in text.unicodeScalars {
      let units = UTF16.encode(scalar).map(Array.init) ?? []
      guard position + units.count * 2 <= end else { return }
      for unit in units {
        bytes[position] = UInt8(unit & 0xFF)
        bytes[position + 1] = UInt8(unit >> 8)
        position += 2
      }
    }
  }
}
