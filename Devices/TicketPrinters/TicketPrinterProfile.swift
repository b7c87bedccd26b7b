/// What one model of ticket printer is and can do; a driver reads it and guesses nothing.
///
/// Every fact that manuals leave open or contradict (UNVERIFIED, DISAGREE in protocols.md C) is a
/// value here, so that a site chooses instead of the code.
public struct TicketPrinterProfile: Sendable, Equatable {
  /// How paper is cut (C.2).
  public enum Cutter: Sendable, Equatable {
    /// A tear bar: the ticket is fed to it.
    case none
    /// `GS V 66 0`: feeds to the blade and leaves a bridge; the safest on clones.
    case partial
    /// `GS V 65 0`: feeds to the blade and cuts through, where a presenter holds the ticket.
    case full
    /// `ESC i`, older heads: cuts where the paper stands, so the ticket is fed first.
    case oldFull
  }

  /// The two-byte characters in the head's own font (C.3); what it lacks is drawn.
  public enum Charset: String, Sendable, CaseIterable {
    case gb2312 = "GB2312"
    case gbk = "GBK"
    /// The two-byte zone of GB18030; four-byte codes are in no head.
    case gb18030 = "GB18030"
    /// No Chinese font at all: every line with Chinese is drawn.
    case ascii = "ASCII"
  }

  /// How QR codes get onto paper (C.4, C.6).
  public enum QR: Sendable, Equatable { case native, raster }

  /// How the printer tells its state (C.7 to C.9).
  public enum StatusReport: Sendable, Equatable {
    /// `DLE EOT` 1 to 4, and `GS a` for changes without being asked.
    case automatic
    /// `DLE EOT` 1 to 4 only.
    case realTime
    /// `GS r 1` only: paper, and only while nothing prints.
    case paperByte
    /// `ENQ RS`: cover, paper and jam in one byte (Epic 880, C.10).
    case sensorEnquiry
    /// No way back, or none worth trusting: printed without being asked first (trap 22).
    case none
  }

  /// How the printer tells that a ticket is out (C.9).
  public enum Completion: Sendable, Equatable {
    /// `GS ( H` with a mark of our own: the right way.
    case jobMark
    /// `GS r 1` after the cut: buffered, so answered only in its turn.
    case bufferedStatus
    /// The presenter's sensor sees the ticket in the outlet (C.10), and `GS r 1` after it is
    /// answered: DISAGREE, a manual calls that answer immediate, so neither is enough alone.
    case ticketAtOutlet
    /// Star NP: `GS G 31h id` … `GS G 30h`, answered `FF 13 id` when it is out.
    case starJob
    /// Nothing: such a job ends as `unknown`, which is the truth.
    case none
  }

  /// What carries the ticket out after the cut (C.10).
  public enum Presenter: Sendable, Equatable {
    /// Custom: `GS e 3 m` presents, `GS e 2` retracts, `GS e 5` ejects, `DLE EOT 20` tells.
    ///
    /// DISAGREE: one step is 0.625 mm (KPM210) or 6.5 mm (KPM216H). Micrometres.
    case custom(step: Int)
    /// Epson Epic 880: `ESC k` delivers, `ENQ GS` tells of the transport.
    case epic880
  }

  /// Dots of one character cell of the small font, 12 × 24 on every head (C.1).
  static let dotsPerColumn = 12

  /// The name in a configuration, such as `generic-80`.
  public let name: String
  /// The model or class of models, for a technician, and where its facts come from.
  public let title: String
  /// Dots across the paper: 384 for 58 mm, 576 for 80 mm, some 512 or 640 (C.1).
  public var dotsPerLine: Int
  public var cutter = Cutter.partial
  public var charset = Charset.gb18030
  public var qr = QR.native
  public var status = StatusReport.automatic
  public var completion = Completion.jobMark
  /// Whether there is a sensor for the end of the roll; without one nothing says "low".
  public var hasNearEndSensor = true
  /// Whether the printer obeys real-time commands that lie inside picture data (C.7).
  public var obeysRealTimeInPictures = true
  /// Rows of one `GS v 0`: small buffers want 24...256 (C.6, UNVERIFIED number).
  public var bandHeight = 128
  public var presenter: Presenter?

  /// Whether `GS r 1` ends its jobs.
  var asksInTurn: Bool { completion == .bufferedStatus || completion == .ticketAtOutlet }

  init(_ name: String, _ title: String, dots: Int, _ change: (inout Self) -> Void = { _ in }) {
    self.name = name
    self.title = title
    dotsPerLine = dots
    change(&self)
  }

  /// The profile of this name.
  public static func named(_ name: String) -> TicketPrinterProfile? {
    all.first { $0.name == name }
  }
}
