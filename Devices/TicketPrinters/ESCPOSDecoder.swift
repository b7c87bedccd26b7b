extension ESCPOS {
  /// One thing a printer says.
  public enum Answer: Sendable, Equatable {
    /// One byte after `DLE EOT n`; which n, only the asker knows.
    case realTime(UInt8)
    case automatic(Condition)
    /// The mark of a job of which everything is on paper.
    case printed([UInt8])
    /// The byte of `GS r` or `ESC v`, answered in its turn.
    case buffered(UInt8)
    case presenter(PresenterReport)
  }

  /// What a presenter says of itself, as it came (C.10); ``Condition`` knows the bits.
  public enum PresenterReport: Sendable, Equatable {
    /// Custom `DLE EOT 20`: `10 0F paper user recoverable unrecoverable`.
    case custom(paper: UInt8, unrecoverable: UInt8)
    /// Epic 880 `ENQ GS`.
    case epicTransport(UInt8)
    /// Epic 880 `ENQ RS`.
    case epicSensors(UInt8)
  }

  /// Tells answers apart in the printer's stream of bytes (C.8, end); what is none is dropped.
  ///
  /// Total over any input; it holds at most one unfinished answer.
  public struct Decoder: Sendable {
    private let frames: [Frame]
    private let hearsAutomatic: Bool
    private let hearsBuffered: Bool
    private var buffer: [UInt8] = []
    private var automatic: [UInt8] = []

    /// - Parameter profile: which answers this printer gives; the same bytes mean different things
    ///   in the mouths of different models.
    public init(_ profile: TicketPrinterProfile = .generic80) {
      var frames: [Frame] = []
      switch profile.completion {
      case .jobMark: frames.append(.mark)
      case .starJob: frames.append(.starFinished)
      case .bufferedStatus, .ticketAtOutlet, .none: break
      }
      switch profile.presenter {
      case .custom: frames.append(.customStatus)
      case .epic880: frames.append(.epicAnswer)
      case nil: break
      }
      self.frames = frames
      hearsAutomatic = profile.status == .automatic
      hearsBuffered = profile.asksInTurn || profile.status == .paperByte
    }

    public mutating func append(_ bytes: [UInt8]) { buffer += bytes }

    /// The next answer in what was appended so far, nil for none yet.
    public mutating func next() -> Answer? {
      while let first = buffer.first {
        if let frame = frames.first(where: { $0.fits(0, first) }) {
          let there = buffer.prefix(frame.length)
          guard zip(there, 0...).allSatisfy({ frame.fits($1, $0) }) else {
            buffer.removeFirst()
            continue
          }
          guard there.count == frame.length else { return nil }
          defer { buffer.removeFirst(frame.length) }
          return frame.answer(Array(there))
        }
        buffer.removeFirst()
        if let answer = take(first) { return answer }
      }
      return nil
    }

    private mutating func take(_ byte: UInt8) -> Answer? {
      // A real-time answer may fall between the bytes of an automatic one: bit 4 tells.
      if byte & 0x93 == 0x12 { return .realTime(byte) }
      if hearsAutomatic, byte & 0x93 == 0x10 {
        automatic = [byte]
      } else if !automatic.isEmpty, byte & 0x90 == 0x00 {
        automatic.append(byte)
        guard automatic.count == 4 else { return nil }
        defer { automatic = [] }
        return .automatic(Condition(automatic: automatic))
      } else if hearsBuffered, byte & 0x90 == 0x00 {
        return .buffered(byte)
      } else {
        // XON, XOFF, late answers to nothing: no part of a status any more.
        automatic = []
      }
      return nil
    }
  }
}

extension ESCPOS {
  /// An answer of fixed length, byte by byte.
  enum Frame: CaseIterable {
    /// `37 22 d1 d2 d3 d4 00` (C.9).
    case mark
    /// `FF 13 d1 d2 d3 d4 status` and three bytes (Star NP, GS G).
    case starFinished
    /// `10 0F` and four bytes (Custom, C.10).
    case customStatus
    /// `06`, echo `1D` or `1E`, `41`, status (Epic 880, C.10). DISAGREE: the manual's 41 stands
    /// among decimal numbers, so it may be 29 hex.
    case epicAnswer

    var length: Int {
      switch self {
      case .mark: 7
      case .starFinished: 10
      case .customStatus: 6
      case .epicAnswer: 4
      }
    }

    func fits(_ index: Int, _ byte: UInt8) -> Bool {
      switch (self, index) {
      case (.mark, 0): byte == 0x37
      case (.mark, 1): byte == 0x22
      case (.mark, 6): byte == 0x00
      case (.mark, _): (0x20...0x7E).contains(byte)
      case (.starFinished, 0): byte == 0xFF
      case (.starFinished, 1): byte == 0x13
      case (.starFinished, 2...5): (0x20...0x7E).contains(byte)
      case (.starFinished, _): true
      case (.customStatus, 0): byte == 0x10
      case (.customStatus, 1): byte == 0x0F
      case (.customStatus, _): true
      case (.epicAnswer, 0): byte == 0x06
      case (.epicAnswer, 1): byte == 0x1D || byte == 0x1E
      case (.epicAnswer, 2): byte == 0x41 || byte == 0x29
      // Bit 5 is always 1, bit 7 always 0.
      case (.epicAnswer, _): byte & 0xA0 == 0x20
      }
    }

    /// What `bytes`, as many as ``length`` and each of which fits, say.
    func answer(_ bytes: [UInt8]) -> ESCPOS.Answer {
      switch self {
      case .mark, .starFinished: .printed(Array(bytes[2..<6]))
      case .customStatus: .presenter(.custom(paper: bytes[2], unrecoverable: bytes[5]))
      case .epicAnswer where bytes[1] == 0x1D: .presenter(.epicTransport(bytes[3]))
      case .epicAnswer: .presenter(.epicSensors(bytes[3]))
      }
    }
  }
}
