public import Hall

/// Why a record is not taken: the field to look at, and never its value. 隔离原因
public struct CaseRecordFault: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: String, Codable, Sendable, CaseIterable {
    /// The bytes are no UTF-8.
    case foreignText
    /// A quote stands where none may, or is never closed.
    case brokenQuotes
    /// More or fewer cells than the head of the file.
    case cells
    /// No JSON object.
    case notJSON
    /// Nobody knows the table. 数据表
    case unknownTable
    /// The form has no such key.
    case unknownKey
    /// The code stands in no list that the hall has. 代码
    case unknownCode
    /// Two fields of the record say different things.
    case contradiction
    /// The record speaks for another source than the file's.
    case foreignSource
    /// The event needs the field.
    case missing
    /// No time, day, number or code is written so.
    case malformed
    /// More entries than a message may have.
    case tooMany
    // What the ledger does not take, as `CaseNoticeFault` explains it.
    case badIdentity, badVersion, badTime, tooLong, tooManyRecords, ownParent
  }

  public let reason: Reason
  public let field: String?

  public init(_ reason: Reason, _ field: String? = nil) {
    self.reason = reason
    self.field = field
  }

  public init(_ fault: CaseMessageFault) {
    let reason: Reason =
      switch fault.reason {
      case .missing: .missing
      case .malformed: .malformed
      case .tooMany: .tooMany
      }
    self.init(reason, fault.key)
  }

  public init(_ fault: CaseNoticeFault) {
    let reason: Reason =
      switch fault {
      case .badIdentity: .badIdentity
      case .badVersion: .badVersion
      case .badTime: .badTime
      case .tooLong: .tooLong
      case .tooManyRecords: .tooManyRecords
      case .ownParent: .ownParent
      }
    self.init(reason)
  }

  public var description: String { field.map { "\(reason.rawValue) \($0)" } ?? reason.rawValue }
}
