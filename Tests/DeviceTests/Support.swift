import DeviceKit

/// The real device at an address, without a driver.
func openLiveLink(
  _ address: DeviceAddress, _ waker: Waker
) throws(DeviceFault) -> any ByteLink {
  try openLiveLink(LinkRequest(address), waker)
}

func isFaulted(_ status: DeviceStatus, _ code: DeviceFault.Code) -> Bool {
  status.state.fault?.code == code
}

/// Bytes of a protocol table; spaces and line ends between them.
func hex(_ text: String) -> [UInt8] {
  [UInt8](hex: text.split(whereSeparator: \.isWhitespace).joined(separator: " ")) ?? []
}
