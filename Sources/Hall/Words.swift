/// The seven window kinds of clause 4.6. 窗口类别
public enum WindowKind: String, Codable, Sendable, CaseIterable {
  /// 综合办事窗口
  case comprehensive
  /// 专业窗口
  case specialised
  /// 综合出证窗口
  case certificates
  /// 综合咨询窗口
  case enquiry
  /// 办不成事反映窗口
  case unresolved
  /// 绿色通道窗口
  case greenChannel
  /// 跨域通办窗口
  case crossRegion
}

/// Whether a service wants an identity card before it gives a number (PIPL art. 6: an enquiry
/// needs none).
public enum CardRule: String, Codable, Sendable {
  case required
  case optional
  case none
}

/// Why a person goes first; always recorded. 绿色通道
public enum Priority: String, Codable, Sendable, CaseIterable {
  case elder, disabled, pregnant, servicemember, urgent
}
