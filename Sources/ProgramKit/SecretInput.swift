import Glibc

/// A secret that a person types or a file holds; never an argument, which every user of the machine
/// can read in the list of processes.
public enum SecretInput {
  /// The first line of a file; `-` is standard input.
  ///
  /// - Throws: ``Complaint`` where there is none.
  public static func read(from path: String) throws(Complaint) -> String {
    let file = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard file >= 0 else { throw Complaint("\(path): \(String(cString: strerror(errno)))") }
    defer { close(file) }
    guard let line = line(of: file) else { throw Complaint("\(path) holds no line of text") }
    return line
  }

  /// Asks the person at the terminal, without showing what is typed.
  ///
  /// - Throws: ``Complaint`` where nobody sits at one.
  public static func ask(_ prompt: String) throws(Complaint) -> String {
    var before = termios()
    guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &before) == 0 else {
      throw Complaint("nobody sits at a terminal here; give a file, or - for standard input")
    }
    var silent = before
    // Key by key, interrupts as well: who breaks off leaves no terminal behind that stays silent.
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    // Silent first: whoever answers the prompt at once is neither shown nor unheard.
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    write(prompt)
    let answer = typed()
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
    write("\n")
    guard let answer else { throw Complaint("nothing was typed") }
    return answer
  }

  /// What is typed up to Enter; nil where somebody breaks off.
  private static func typed() -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count < limit {
      let got = Glibc.read(STDIN_FILENO, &byte, 1)
      if got < 0, errno == EINTR { continue }
      guard got == 1 else { return nil }
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
      // Ctrl-C, Ctrl-D, Ctrl-\.
      case 0x03, 0x04, 0x1C: return nil
      // Backspace and what some keyboards send for it; Ctrl-U begins anew.
      case 0x7F, 0x08: _ = bytes.popLast()
      case 0x15: bytes = []
      default: bytes.append(byte)
      }
    }
    return nil
  }

  /// Whether a person can be asked.
  public static var canAsk: Bool { isatty(STDIN_FILENO) == 1 }

  /// Longer lines are no PIN.
  private static let limit = 256

  /// Byte by byte: what comes after the line is somebody else's to read.
  private static func line(of file: Int32) -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count < limit {
      let got = Glibc.read(file, &byte, 1)
      if got < 0, errno == EINTR { continue }
      if got <= 0 || byte == UInt8(ascii: "\n") { break }
      bytes.append(byte)
    }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
