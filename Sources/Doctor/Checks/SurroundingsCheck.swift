import Glibc
import TicketDrawing

/// Fonts, locale and terminal: what Chinese text needs on this machine.
public struct SurroundingsCheck: Sendable {
  let files: MachineFiles
  /// TERM and the size, where a person sits in front of this program.
  let terminal: (name: String, columns: Int, rows: Int)?

  public init(_ files: MachineFiles, terminal: (name: String, columns: Int, rows: Int)?) {
    self.files = files
    self.terminal = terminal
  }

  /// The terminal that standard output is; nil where it is none.
  public static var ownTerminal: (name: String, columns: Int, rows: Int)? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else {
      return nil
    }
    return (
      getenv("TERM").map { String(cString: $0) } ?? "", Int(size.ws_col), Int(size.ws_row)
    )
  }

  /// Words of every ticket, and characters of names that small fonts lack (standards.md 5, row 32).
  private static let common = "政务服务大厅排队号"
  private static let rare = "㐂𠮷䶮"
  private static let smallest = (columns: 80, rows: 24)

  public func examine() -> Examination {
    Examination("surroundings", fonts + locale + terminalFindings)
  }

  private var fonts: [Finding] {
    guard let painter = TextPainter() else {
      return [
        Finding(
          "fonts.none", about: "fonts", "no font can be used",
          why: "Tickets and letters cannot be drawn.", mend: ["apt-get install fonts-wqy-microhei"])
      ]
    }
    if !painter.canDraw(Self.common) {
      return [
        Finding(
          "fonts.han", about: "fonts", "no font has Chinese letters",
          why: "Tickets and letters are rows of boxes.", evidence: ["missing: \(Self.common)"],
          mend: ["apt-get install fonts-wqy-microhei"])
      ]
    }
    if !painter.canDraw(Self.rare) {
      return [
        Finding(
          "fonts.rare", .warning, about: "fonts", "no font has rare letters of names",
          why: "Some people's names are boxes on their letters.",
          evidence: ["missing: \(Self.rare)"],
          mend: ["apt-get install fonts-hanazono"])
      ]
    }
    return []
  }

  private var locale: [Finding] {
    let names = ["/usr/lib/locale/C.utf8", "/usr/lib/locale/locale-archive"]
    guard !names.contains(where: { files.standing($0) != nil }) else { return [] }
    return [
      Finding(
        "locale.none", about: "locale", "there is no UTF-8 locale",
        why: "Text screens do not start.", evidence: names.map { "\($0): not there" },
        mend: ["apt-get install libc-bin   # which brings C.UTF-8"])
    ]
  }

  private var terminalFindings: [Finding] {
    guard let terminal else { return [] }
    var findings: [Finding] = []
    let places = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo"]
    let letter = terminal.name.prefix(1)
    if terminal.name.isEmpty
      || !places.contains(where: { files.standing("\($0)/\(letter)/\(terminal.name)") != nil })
    {
      findings.append(
        Finding(
          "terminal.unknown", .warning, about: "TERM=\(terminal.name)",
          "there is no description of this terminal",
          why: "Text screens end at once with code 5 in it.",
          mend: ["apt-get install ncurses-term   # or: export TERM=xterm-256color"]))
    }
    if terminal.columns < Self.smallest.columns || terminal.rows < Self.smallest.rows {
      findings.append(
        Finding(
          "terminal.small", .warning, about: "terminal", "this terminal is small for a front",
          why: "Screens want \(Self.smallest.columns)x\(Self.smallest.rows) cells.",
          evidence: ["\(terminal.columns)x\(terminal.rows)"], mend: ["Make the window larger."]))
    }
    return findings
  }
}
