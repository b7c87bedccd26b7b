public import DeviceKit
public import StationProtocols

/// A window strip that speaks QP1: one line by TEXT (protocols.md D.5). 窗口屏
public actor QP1Strip: LEDStrip, QP1Station {
  public static let descriptor = DriverDescriptor(
    name: "qp1-strip",
    kind: .ledStrip,
    title: "Window strips that speak QP1",
    schemes: [.serial, .tcp],
    baud: 9600,
    abilities: ["one line of UTF-8 text"],
    options: QP1Timing.options + [
      DriverOption(
        "cells", .integer(4...80, usual: 16),
        "How many digits fit on the strip; a Chinese character takes two"),
      DriverOption("line", .integer(0...7, usual: 0), "Which line of the device"),
      DriverOption(
        "align", .choice(alignments, usual: "centre"), "Where the text stands on the strip"),
    ],
    timeouts: QP1Timing.timeouts)

  /// In the order of their numbers in TEXT.
  static let alignments = ["left", "centre", "right"]

  public static let driver = Driver(descriptor) { request, bench throws(DeviceFault) in
    try QP1Strip(request, bench: bench)
  }

  public nonisolated let supervision: Supervision
  public var link: (any ByteLink)?
  public var suspicion: DeviceFault?
  public var session: QP1Session
  public let isPolled: Bool
  private let cells: Int
  private let place: [UInt8]
  /// A strip that was without power has forgotten its line.
  private var shown: [UInt8]?

  /// - Throws: ``DeviceFault`` where the address does not suit or no thread can be had.
  public init(_ request: DeviceRequest, bench: DeviceBench) throws(DeviceFault) {
    session = QP1Session(request, of: Self.descriptor, bench: bench)
    isPolled = request.flag("poll", of: Self.descriptor)
    cells = request.integer("cells", of: Self.descriptor)
    let alignment = request.choice("align", of: Self.descriptor)
    place = [
      UInt8(clamping: request.integer("line", of: Self.descriptor)),
      UInt8(clamping: Self.alignments.firstIndex(of: alignment) ?? 0),
    ]
    supervision = try Supervision(Self.descriptor, request, bench)
  }

  public func greeted(on link: any ByteLink) throws(DeviceFault) {
    if let shown { try order(.text, shown, on: link) }
  }

  public nonisolated func show(_ text: String) async throws(DeviceFault) {
    let room = QP1.longestData - place.count
    let data = place + StripText.fitted(text, cells: cells, bytes: room).utf8
    try await command("show") { strip, link throws(DeviceFault) in
      strip.shown = data
      try strip.order(.text, data, on: link)
    }
  }

  /// A strip has no keys; whatever it reports is acknowledged so that it falls silent.
  public func take(_ event: QP1.Frame) -> StationTaking { .taken }
}
