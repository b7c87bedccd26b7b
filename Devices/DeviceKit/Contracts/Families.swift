public import Hall

// What the hall asks of each family. A driver implements one of these.

// MARK: Identity-card readers

/// One step of a card being read.
public enum CardReading: Sendable, Equatable {
  /// Lay a card on the reader.
  case waiting
  case reading
  /// The person must try again.
  case retry(CardRetry)
  case card(IdentityCard)
}

/// Why the person must lay the card down again.
public enum CardRetry: String, Sendable, Codable, CaseIterable {
  /// Lifted or moved too early (SW3 41).
  case movedTooEarly
  /// The card did not recognise the reader (SW3 31), often because another card lies over it.
  case notAuthenticated
  /// The reader did not recognise the card, which may be a false one (SW3 32).
  case notRecognised
  /// Another kind of card (SW3 40, or a text of no known layout).
  case wrongCard
  /// Damaged (SW3 33, 37, 3F).
  case unreadable
  /// It was read a moment ago and lies there still.
  case notLifted
}

/// 身份证阅读器
public protocol IDCardReader: Device {
  /// Reads one card: `waiting`, then any number of steps, `card` last; the stream ends after it.
  ///
  /// A fault ends it with ``DeviceFault``. Cancelling the consumer stops polling. One reading at a
  /// time: a second caller gets `busy`.
  func readCard() async -> AsyncThrowingStream<CardReading, any Error>
}

// MARK: Printers

/// How a print job ended. Only `printed` says that paper came out.
public enum PrintOutcome: Sendable, Equatable {
  /// The printer itself confirmed that everything before the mark is on paper.
  case printed
  /// Nothing came out, surely.
  case failed(DeviceFault)
  /// Bytes were sent and nobody knows: never reprinted by a machine.
  case unknown(DeviceFault)
}

/// 小票打印机
public protocol TicketPrinter: Device {
  /// Prints one slip and waits, within the driver's deadline, for the printer's own completion.
  ///
  /// A job that may be on paper is never printed again: handed in once more it ends as before.
  func print(_ slip: Slip, job: PrintJobID) async -> PrintOutcome
}

/// A PDF to be put on A4 paper. 文书
public struct PrintableDocument: Sendable {
  /// What the spooler shows as the job's name; never citizen data.
  public let title: String
  public let pdf: [UInt8]
  /// 1...20.
  public let copies: Int
  public let isTwoSided: Bool

  public init(title: String, pdf: [UInt8], copies: Int = 1, isTwoSided: Bool = false) {
    self.title = title
    self.pdf = pdf
    self.copies = min(max(copies, 1), 20)
    self.isTwoSided = isTwoSided
  }
}

/// A4 打印机
public protocol DocumentPrinter: Device {
  /// Prints one document; cancelling the task cancels the job at the printer.
  func print(_ document: PrintableDocument) async -> PrintOutcome
}

// MARK: Keypads

/// What a clerk asks for with one key. 叫号器按键
public enum KeypadAction: String, Sendable, Codable, CaseIterable {
  /// 呼叫
  case callNext
  /// 重呼
  case recall
  /// 转移
  case transfer
  /// 暂停
  case pause
  /// 评价
  case askRating
  /// 过号
  case skip
  /// 挂起
  case hold
  /// 回呼挂起
  case resume
  /// 一米线
  case remindOfLine
}

public struct KeypadPress: Sendable, Equatable {
  public let keypad: DeviceID
  public let action: KeypadAction
  public let at: Moment

  public init(keypad: DeviceID, action: KeypadAction, at: Moment) {
    self.keypad = keypad
    self.action = action
    self.at = at
  }
}

/// 叫号器
public protocol CallerKeypad: Device {
  func presses() async -> AsyncStream<KeypadPress>
  /// Shows how many wait (0...999) and the digits of the number being served.
  func show(waiting: Int, ticket: String?) async throws(DeviceFault)
}

// MARK: Signs

/// 窗口屏
public protocol LEDStrip: Device {
  /// Shows one line until the next; the driver cuts it to the strip.
  func show(_ text: String) async throws(DeviceFault)
}

// MARK: Scanners

/// One code read by a scanner. Its content is a citizen's: never logged.
public struct ScannedCode: Sendable, Equatable {
  public let scanner: DeviceID
  /// Sanitised, without suffix and AIM prefix.
  public let text: String
  /// AIM symbology identifier without `]`, such as `Q1`; nil where the scanner tells none.
  public let symbology: String?
  public let at: Moment

  public init(scanner: DeviceID, text: String, symbology: String?, at: Moment) {
    self.scanner = scanner
    self.text = text
    self.symbology = symbology
    self.at = at
  }
}

/// 扫码器
public protocol CodeScanner: Device {
  func codes() async -> AsyncStream<ScannedCode>
}

// MARK: Cameras

/// One picture, as JPEG.
public struct Picture: Sendable, Equatable {
  public let jpeg: [UInt8]
  /// Pixels.
  public let width: Int
  public let height: Int
  public let at: Moment

  public init(jpeg: [UInt8], width: Int, height: Int, at: Moment) {
    self.jpeg = jpeg
    self.width = width
    self.height = height
    self.at = at
  }
}

/// 摄像头, 高拍仪
public protocol Camera: Device {
  /// One picture at the camera's full size, after it has set its exposure.
  func snapshot() async throws(DeviceFault) -> Picture
  /// Pictures for a preview; who is slow misses some. The lens runs while anybody listens.
  func frames() async -> AsyncStream<Picture>
}

// MARK: Smart cards

/// What a social-security card tells without PIN (protocols.md B.1). 社会保障卡
public struct SocialSecurityCard: Sendable, Equatable {
  public var cardNumber: String
  /// 社会保障号码, an ID number in most provinces; nil where the card holds another kind.
  public var number: IDNumber?
  public var name: String
  public var birth: LocalDay?

  public init(cardNumber: String, number: IDNumber?, name: String, birth: LocalDay?) {
    self.cardNumber = cardNumber
    self.number = number
    self.name = name
    self.birth = birth
  }
}

/// 社保卡读卡器
public protocol SmartCardReader: Device {
  /// Whether a card is in the reader is ``DeviceParts/media`` of its status.
  ///
  /// The answer to reset of the card that lies in it; nil without one.
  func answerToReset() async throws(DeviceFault) -> [UInt8]?
  /// The basic fields; nil where the card is no social-security card or there is none.
  func readSocialSecurityCard() async throws(DeviceFault) -> SocialSecurityCard?
}
