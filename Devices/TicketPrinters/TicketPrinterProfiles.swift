extension TicketPrinterProfile {
  /// Every profile, the generic ones first; a new model is a new row.
  ///
  /// Facts: protocols.md C.1 to C.10 and the manuals named there.
  public static let all: [TicketPrinterProfile] = [
    generic80,
    TicketPrinterProfile("generic-58", "58 mm head that speaks Epson's ESC/POS in full", dots: 384),

    // Clones answer DLE EOT, and neither GS a nor GS ( H reliably (C.9, python-escpos issue 286).
    TicketPrinterProfile("clone-80", "80 mm clone (XP-80, TP-80, POS-80)", dots: 576, clone),
    TicketPrinterProfile("clone-58", "58 mm clone (ZJ-58, POS-58)", dots: 384) {
      clone(&$0)
      $0.cutter = .none
      $0.bandHeight = 24
      $0.hasNearEndSensor = false
    },

    // USB interface protocol 01, a printer on a one-way cable, CUPS raw: every job ends unknown.
    TicketPrinterProfile("one-way-80", "80 mm head without a way back", dots: 576, oneWay),
    TicketPrinterProfile("one-way-58", "58 mm head without a way back", dots: 384, oneWay),

    // Epson states GS ( H, GS a and the blade's error for all of these (download4.epson.biz).
    TicketPrinterProfile("epson-tm-80", "Epson TM-T81III, TM-T82III, TM-T88V and later", dots: 576)
    { $0.bandHeight = 256 },
    // "Printers not featuring this command: TM-T88III" (TM-L90 manual, GS ( H).
    TicketPrinterProfile("epson-tm-t88iii", "Epson TM-T88III", dots: 512) {
      // Without GS a no byte of it can be taken for the answer to GS r.
      $0.status = .realTime
      $0.completion = .bufferedStatus
      $0.qr = .raster
    },
    // SPRT's manuals name GB2312 only (C.3).
    TicketPrinterProfile("sprt-58", "SPRT panel printers, 58 mm", dots: 384) {
      clone(&$0)
      $0.charset = .gb2312
      $0.cutter = .none
      $0.bandHeight = 24
    },

    // Presenters (C.10). Their paper is up to 216 mm wide: the option `columns` says how wide. The
    // two manuals disagree on the length of a step, 0.625 mm or 6.5 mm.
    TicketPrinterProfile("custom-kpm210", "Custom KPM210, 0.625 mm a step", dots: 576) {
      custom(&$0)
      $0.presenter = .custom(step: 625)
    },
    TicketPrinterProfile("custom-kpm216h", "Custom KPM216H, 6.5 mm a step", dots: 576) {
      custom(&$0)
      $0.presenter = .custom(step: 6500)
    },
    TicketPrinterProfile("epson-epic-880", "Epson Epic 880 with its loop presenter", dots: 576) {
      // Its transport's sensor may see a ticket that is still being printed: it proves no end.
      oneWay(&$0)
      $0.charset = .ascii
      $0.status = .sensorEnquiry
      // ESC i sets its presenter up and cuts nothing.
      $0.cutter = .full
      $0.presenter = .epic880
    },
    // Its state byte (ESC v) is described in a chapter we do not have: it is not asked.
    TicketPrinterProfile("star-np-2511", "Star NP-2511, NP-3511", dots: 576) {
      oneWay(&$0)
      $0.charset = .ascii
      $0.completion = .starJob
      $0.cutter = .oldFull
    },
  ]

  /// An 80 mm head that speaks Epson's ESC/POS in full; used where a configuration names none.
  public static let generic80 = TicketPrinterProfile(
    "generic-80", "80 mm head that speaks Epson's ESC/POS in full", dots: 576)

  private static func clone(_ profile: inout TicketPrinterProfile) {
    profile.charset = .gbk
    profile.status = .realTime
    profile.completion = .bufferedStatus
    profile.bandHeight = 64
  }

  private static func oneWay(_ profile: inout TicketPrinterProfile) {
    profile.charset = .gbk
    profile.status = .none
    profile.completion = .none
    profile.hasNearEndSensor = false
    profile.qr = .raster
  }

  /// No `GS ( k`, no `GS ( H` in the manuals; state by DLE EOT and its six-byte form.
  private static func custom(_ profile: inout TicketPrinterProfile) {
    profile.charset = .ascii
    profile.qr = .raster
    profile.status = .realTime
    profile.completion = .ticketAtOutlet
    profile.cutter = .full
  }
}
