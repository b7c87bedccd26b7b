/// What a printer or its queue says of itself (RFC 8011, 5.4.11 to 5.4.13).
public struct PrinterReport: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable { case idle, processing, stopped }

  public var state: State
  /// printer-is-accepting-jobs.
  public var isAccepting: Bool
  /// printer-state-reasons without `none`, as they came.
  public var reasons: [String]
  /// printer-state-message, for a technician.
  public var message: String

  public init(
    state: State, isAccepting: Bool = true, reasons: [String] = [], message: String = ""
  ) {
    self.state = state
    self.isAccepting = isAccepting
    self.reasons = reasons
    self.message = message
  }
}

/// What is known of one job (RFC 8011, 5.3.7 and 5.3.8).
public struct JobReport: Sendable, Equatable {
  public enum State: String, Sendable, CaseIterable {
    case pending, held, processing, stopped, canceled, aborted, completed

    /// Whether the job has ended, one way or another.
    public var isFinal: Bool { self == .canceled || self == .aborted || self == .completed }
  }

  public var state: State
  /// Whether it was ever worked on, by time-at-processing; nil where the printer does not tell.
  public var hasBegun: Bool?
  /// job-state-reasons without `none`, as they came.
  public var reasons: [String]

  public init(state: State, hasBegun: Bool? = nil, reasons: [String] = []) {
    self.state = state
    self.hasBegun = hasBegun
    self.reasons = reasons
  }
}

/// A job to be made; its document follows.
public struct PrintJob: Sendable, Equatable {
  public enum Format: String, Sendable, CaseIterable {
    case pdf = "application/pdf"
    /// Bytes the printer understands by itself, not looked at by the spooler.
    case raw = "application/vnd.cups-raw"
  }

  /// What the spooler shows; never citizen data.
  public var title: String
  public var format: Format
  public var copies: Int
  /// nil leaves it to the printer.
  public var isTwoSided: Bool?

  public init(title: String, format: Format, copies: Int = 1, isTwoSided: Bool? = nil) {
    self.title = title
    self.format = format
    self.copies = copies
    self.isTwoSided = isTwoSided
  }
}
