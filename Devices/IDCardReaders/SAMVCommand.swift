/// The protocol of SAM_V modules, GA 450 family (protocols.md A).
public enum SAMV {
  /// A question to the module (A.2).
  public enum Command: Sendable, Equatable {
    case resetModule
    case moduleStatus
    case moduleID
    case findCard
    case selectCard
    /// Text and photo.
    case readBase
    /// Text, photo and fingerprints.
    case readBaseWithFingerprints
    /// The next of the addresses added after the card was issued.
    case readNewAddress
    /// 卡体管理号
    case readManagementNumber
    /// Bytes in one frame between module and card, 0x18...0xFF.
    case setMaxRFByte(UInt8)
    /// Answered at the old speed.
    case setBaud(Baud)

    /// CMD, Para and data (A.2).
    private var code: [UInt8] {
      switch self {
      case .resetModule: [0x10, 0xFF]
      case .moduleStatus: [0x11, 0xFF]
      case .moduleID: [0x12, 0xFF]
      case .findCard: [0x20, 0x01]
      case .selectCard: [0x20, 0x02]
      case .readBase: [0x30, 0x01]
      case .readNewAddress: [0x30, 0x03]
      case .readManagementNumber: [0x30, 0x05]
      case .readBaseWithFingerprints: [0x30, 0x10]
      case .setBaud(let baud): [0x60, baud.rawValue]
      case .setMaxRFByte(let count): [0x61, 0xFF, count]
      }
    }

    public var frame: [UInt8] {
      let code = code
      // Len counts CMD, Para, data and CHK; the longest is 4.
      let body = [0x00, UInt8(truncatingIfNeeded: code.count + 1)] + code
      return SAMV.preamble + body + [body.reduce(0, ^)]
    }

    /// Bytes of data that a good answer to this question has (A.2, A.3).
    var goodAnswerLengths: ClosedRange<Int> {
      switch self {
      case .resetModule, .moduleStatus, .setMaxRFByte, .setBaud: 0...0
      case .moduleID: 16...16
      case .findCard: 4...4
      case .selectCard: 8...8
      case .readBase: BaseMessage.lengths(withFingerprints: false)
      case .readBaseWithFingerprints: BaseMessage.lengths(withFingerprints: true)
      // One record of 70 bytes; modules with more in one answer are not excluded (protocols.md H).
      case .readNewAddress: NewAddress.length...(NewAddress.length * NewAddress.most)
      case .readManagementNumber: ManagementNumber.length...ManagementNumber.length
      }
    }

    /// Whether `answer` can be one to this question.
    ///
    /// What a module says late, to a question given up long ago, has another length or another kind
    /// of success and must not be taken for news (device-daemons.md trap 22).
    public func accepts(_ answer: Answer) -> Bool {
      switch answer.status {
      case .success: self != .findCard && goodAnswerLengths.contains(answer.data.count)
      case .cardFound: self == .findCard
      default: answer.data.isEmpty
      }
    }
  }

  /// Speeds a module can be told to take, by their code (A.2).
  public enum Baud: UInt8, Sendable, CaseIterable {
    case b115200 = 0
    case b57600 = 1
    case b38400 = 2
    case b19200 = 3
    case b9600 = 4

    /// Bits in a second.
    public var speed: Int {
      switch self {
      case .b115200: 115_200
      case .b57600: 57_600
      case .b38400: 38_400
      case .b19200: 19_200
      case .b9600: 9600
      }
    }

    public init?(speed: Int) {
      guard let known = Self.allCases.first(where: { $0.speed == speed }) else { return nil }
      self = known
    }
  }
}
