/// What the codes of Guangdong's tables mean. 代码表
///
/// Those whose values are published are here; of the others (网上预受理结果 §5.4.6, 审批环节,
/// 提交领取方式 §5.4.5) nobody read the list, so a hall writes what its platform told it
/// (`caseSources[].codes` in hallway.yaml). A code that stands nowhere is quarantined, never guessed.
public struct ExchangeCodes: Hashable, Sendable {
  /// What a step of the examination came to. 审批环节状态
  public enum Step: String, Codable, Sendable, CaseIterable {
    case passed, returned
  }

  /// What 网上预受理 came to.
  public enum PreCheck: String, Codable, Sendable, CaseIterable {
    case preChecked, preCheckReturned
  }

  /// How a result left the hall. 领取方式
  public enum Collection: String, Codable, Sendable, CaseIterable {
    case readyToCollect, collected, posted
  }

  /// YSLZTDM
  public var preChecks: [String: PreCheck] = [:]
  /// SPHJDM; one sample of the tables has 0001 for 承办.
  public var stages: [String: ExaminationStage] = ["0001": .handling]
  /// SPHJZTDM
  public var steps: [String: Step] = [:]
  /// LQFS
  public var collections: [String: Collection] = [:]
  /// The platform numbers cases by the city's serial, SBLSH_SHORT, and not by the province's.
  public var usesCitySerial = false

  public init() {}
}
