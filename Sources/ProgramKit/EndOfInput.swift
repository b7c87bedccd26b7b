import Dispatch
import Glibc

/// Standard input's end: whoever started this program is gone.
public enum EndOfInput {
  /// Returns when standard input ends, or when the task is cancelled.
  public static func wait() async {
    for await _ in ended() {}
  }

  /// Reads on a thread of its own, since a read that waits for a parent may wait for ever; the
  /// stream ends with the input.
  private static func ended() -> AsyncStream<Never> {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    DispatchQueue(label: "end of input").async {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        guard count > 0 || (count < 0 && errno == EINTR) else { break }
      }
      continuation.finish()
    }
    return stream
  }
}
