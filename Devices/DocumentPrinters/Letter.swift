/// A plain document made here, such as a test page or a diagnosis for a technician. 文书
public struct Letter: Sendable, Equatable {
  public var title: String
  /// Each begins on a line of its own; lines are broken to the page's width.
  public var paragraphs: [String]
  /// Drawn as a QR code below the text.
  public var code: String?

  public init(title: String, paragraphs: [String], code: String? = nil) {
    self.title = title
    self.paragraphs = paragraphs
    self.code = code
  }

  /// What a technician prints to see that a printer prints Chinese, and which one it is.
  ///
  /// `name` and `address` are the printer's in the configuration.
  public static func testPage(name: String, address: String) -> Letter {
    Letter(
      title: "打印机测试页 Printer test page",
      paragraphs: [
        "打印机 Printer: \(name)", "地址 Address: \(address)",
        "政务服务大厅 取号 排队 评价 文书，㐀䶮𠮷堃喆 ABC abc 0123456789",
      ],
      code: "hallway-test-page \(name)")
  }
}
