public import DeviceKit

extension POSLayout {
  // Usages of page 8C (HID Point of Sale Usage Tables 1.02, section 3) and page 1.
  private static let page: UInt16 = 0x8C
  private static let firstIdentifier: UInt16 = 0xFB
  private static let lastIdentifier: UInt16 = 0xFD
  private static let decodedData: UInt16 = 0xFE
  private static let dataContinued: UInt16 = 0xFF
  private static let byteCount = HIDReportDescriptor.Usage(page: 0x01, id: 0x3B)

  /// Finds the scanned data report in a descriptor: the input report with "decoded data" of page 8C.
  ///
  /// nil where there is none, or where its data are not whole bytes.
  public init?(_ descriptor: HIDReportDescriptor) {
    let inputs = descriptor.fields.filter { $0.direction == .input && !$0.isConstant }
    guard let data = inputs.first(where: { $0.has(Self.page, Self.decodedData) }), data.bits == 8,
      data.bitOffset % 8 == 0
    else { return nil }
    let fields = inputs.filter { $0.reportID == data.reportID }
    // Offsets of fields are counted behind the report's number.
    let head = descriptor.isNumbered ? 1 : 0
    func byte(_ field: HIDReportDescriptor.Field, _ index: Int) -> Int {
      head + (field.bitOffset + index * field.bits) / 8
    }
    let identifiers = fields.filter { $0.bits == 8 }.flatMap { field in
      (0..<min(field.count, 16)).filter { index in
        field.usage(of: index).map { usage in
          usage.page == Self.page
            && (Self.firstIdentifier...Self.lastIdentifier).contains(usage.id)
        } ?? false
      }.map { byte(field, $0) }
    }
    let length = fields.first { $0.bits == 8 && $0.usage(of: 0) == Self.byteCount }
    // A flag (usage type DF): a wider field of this usage is something else.
    let continued = fields.first { $0.bits == 1 && $0.has(Self.page, Self.dataContinued) }
    let start = byte(data, 0)
    self.init(
      reportID: descriptor.isNumbered ? data.reportID : nil,
      // Honeywell's and the LSR118's length byte has a vendor's usage or none: it is the one byte
      // before the identifiers that nothing else explains, which lsr118 knows and this does not.
      length: length.map { byte($0, 0) },
      symbology: (identifiers.min() ?? 0)..<((identifiers.max() ?? -1) + 1),
      data: start..<(start + data.count),
      continued: continued.map { head * 8 + $0.bitOffset })
  }

  /// What a scanner's descriptor says, with the length byte where the report is laid out as the
  /// LSR118's is.
  public static func found(in descriptor: HIDReportDescriptor) -> POSLayout? {
    guard let layout = POSLayout(descriptor) else { return nil }
    let known = POSLayout.lsr118
    let isKnown =
      layout.data == known.data && layout.symbology == known.symbology
      && layout.continued == known.continued
    guard layout.length == nil, isKnown else { return layout }
    return POSLayout(
      reportID: layout.reportID, length: known.length, symbology: layout.symbology,
      data: layout.data, continued: layout.continued)
  }
}

extension HIDReportDescriptor.Field {
  fileprivate func has(_ page: UInt16, _ id: UInt16) -> Bool {
    usages.contains { $0.page == page && ($0.first...max($0.first, $0.last)).contains(id) }
  }
}
