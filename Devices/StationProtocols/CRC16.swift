/// The two 16-bit checks of station protocols: polynomial A001, bits reflected.
public enum CRC16 {
  /// QP1. "123456789" gives 4B37.
  public static func modbus(_ bytes: some Sequence<UInt8>) -> UInt16 { check(bytes, start: 0xFFFF) }

  /// Onbon. "123456789" gives BB3D.
  public static func arc(_ bytes: some Sequence<UInt8>) -> UInt16 { check(bytes, start: 0) }

  private static func check(_ bytes: some Sequence<UInt8>, start: UInt16) -> UInt16 {
    bytes.reduce(start) { crc, byte in
      (0..<8).reduce(crc ^ UInt16(byte)) { crc, _ in
        crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xA001
      }
    }
  }
}
