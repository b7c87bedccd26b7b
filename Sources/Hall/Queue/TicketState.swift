/// Where a ticket stands. 排队号状态
public enum TicketState: String, Codable, Sendable, CaseIterable {
  /// 等待
  case waiting
  /// 已叫号: a window expects its holder.
  case called
  /// 办理中
  case serving
  /// 挂起: the holder fetches something; the window calls others meanwhile.
  case onHold
  /// 过号: called often enough, and nobody came.
  case passed
  /// 过号返回: in line again after it was passed.
  case returned
  /// 转办: in line again for another service or window.
  case transferred
  /// 办结
  case finished
  /// 弃号: its holder gave it up, or the day ended before it was called.
  case abandoned
  /// 作废
  case voided

  /// Waits to be called.
  public var isInLine: Bool { self == .waiting || self == .returned || self == .transferred }

  /// A window has it.
  public var isAtWindow: Bool { self == .called || self == .serving }

  /// Its day is not over: it may still be served.
  public var isOpen: Bool { isInLine || isAtWindow || self == .onHold }

  /// Nothing more happens to it.
  public var isOver: Bool { self == .finished || self == .abandoned || self == .voided }

  /// The whole life of a ticket as one table; whatever is not here cannot happen.
  ///
  /// Only an undo within seconds goes back what the table goes forward.
  public static let transitions: [TicketState: Set<TicketState>] = [
    .waiting: [.called, .voided, .abandoned],
    .returned: [.called, .voided, .abandoned],
    .transferred: [.called, .voided, .abandoned],
    // A called ticket may be finished without a word that its holder came; halls forget the key.
    .called: [
      .called, .serving, .onHold, .passed, .transferred, .finished, .waiting, .abandoned, .voided,
    ],
    .serving: [.onHold, .transferred, .finished, .waiting, .voided],
    .onHold: [.serving, .transferred, .finished, .abandoned, .voided],
    .passed: [.returned, .called, .abandoned, .voided],
    .finished: [],
    .abandoned: [],
    .voided: [],
  ]

  public func mayBecome(_ next: TicketState) -> Bool {
    Self.transitions[self]?.contains(next) ?? false
  }
}

/// Where the paper of a ticket stands. 出票状态
public enum PaperState: String, Codable, Sendable, CaseIterable {
  /// The hall has no ticket printer: the number is to be shown.
  case none
  /// Issued, not yet given to the printer.
  case pending
  /// Given to the printer, which has not said that it is done.
  case sent
  /// By the printer's own completion.
  case printed
  /// Nothing came out, surely.
  case failed
  /// Bytes were sent and nobody knows; a machine never prints it again by itself.
  case unknown
  /// No paper, but the citizen has read the number on the screen and said so.
  case shown

  /// Whether its citizen can be assumed to hold the number.
  ///
  /// Unknown paper counts: to call a number that nobody holds costs a minute, and to leave out
  /// somebody who holds one costs them the day.
  public var isInHand: Bool { self == .printed || self == .shown || self == .unknown }

  /// Whether the paper may still become it.
  public func mayBecome(_ next: PaperState) -> Bool {
    switch (self, next) {
    case (.pending, .sent), (.pending, .failed), (.pending, .unknown), (.pending, .printed),
      (.sent, .printed), (.sent, .failed), (.sent, .unknown):
      true
    // Who reads the number off the screen need not wait for the paper.
    case (.pending, .shown), (.sent, .shown): true
    // A second print that somebody asked for, and the screen, put right what went wrong.
    case (.failed, .printed), (.unknown, .printed), (.failed, .unknown), (.none, .shown),
      (.failed, .shown), (.unknown, .shown), (.shown, .printed), (.printed, .printed):
      true
    default: false
    }
  }
}
