import Hall
import TicketPrinters

/// How many tickets become printer's bytes in a second, here and in python-escpos.
///
/// The same lines, sizes, code and cut for the same 80 mm head; neither sends them anywhere.
/// python-escpos is what a hall's own programmer would reach for first.
struct TicketEncoding {
  private static let rounds = 9
  private static let ticketsPerRound = 400
  /// Python's encoder is slower by so much that fewer tickets fill the same time.
  private static let pythonTicketsPerRound: UInt32 = 100
  /// Commands and text of this ticket; less would not be the whole of it.
  private static let leastBytes = 500

  private let samples: Samples

  init(_ programs: Programs) throws {
    let path = programs.sockets + "/escpos"
    let process = try ChildProcess([programs.python, Programs.file("encode_tickets.py"), path])
    let python = try BlockingSocket(connectingTo: path)
    let encoder = try ESCPOSEncoder(.generic80)
    func ours() throws -> Double {
      var bytes = 0
      let time = try microseconds {
        for _ in 0..<Self.ticketsPerRound { bytes = try encoder.encode(Self.slip).count }
      }
      guard bytes >= Self.leastBytes else { throw BenchFailure("a ticket of \(bytes) bytes") }
      return Double(Self.ticketsPerRound) / time * 1e6
    }
    func theirs() throws -> Double {
      try python.send(
        (0..<4).map { UInt8(truncatingIfNeeded: Self.pythonTicketsPerRound >> (8 * $0)) })
      let words = String(decoding: try python.receiveFrame(), as: UTF8.self).split(separator: " ")
      guard words.count == 2, let seconds = Double(words[0]), let bytes = Int(words[1]),
        bytes >= Self.leastBytes
      else { throw BenchFailure("python-escpos answered \(words)") }
      return Double(Self.pythonTicketsPerRound) / seconds
    }
    // Fonts are looked up and modules compiled on first use.
    _ = (try ours(), try theirs())
    samples = try Samples(rounds: Self.rounds, ours: ours, reference: theirs)
    try process.end()
  }

  /// Goal. Both look at every character once and neither draws any: a compiled encoder that looks up
  /// each character's code may not be slower than one that lets iconv's C do a line at a time.
  var row: Row {
    Row(
      "Tickets encoded", samples, unit: "tickets/s", against: "python-escpos 3.1, Dummy printer",
      goal: .atLeast(1))
  }

  private static let slip = Slip([
    .line("样本市政务服务中心", size: .double, align: .centre),
    .line("Sample City Service Centre", align: .centre),
    .rule,
    .line("A012", size: .huge, bold: true, align: .centre),
    .line("户籍业务", size: .double, align: .centre),
    .line("Households", align: .centre),
    .rule,
    .line("前面等候: 3 人", bold: true),
    .line("窗口: 1、2", bold: true),
    .line("预计等候: 约 10 分钟"),
    .line("持有人: 欧*"),
    .line("取号时间: 2026-01-05 09:30"),
    .line("查询码: 4F7K2M", bold: true),
    .qr("https://hall.example/t/A012-4F7K2M"),
    .line("扫码查看进度", align: .centre),
    .line("请保管好您的号票", align: .centre),
    .line("咨询电话 12345", align: .centre),
    .feed(2),
  ])
}
