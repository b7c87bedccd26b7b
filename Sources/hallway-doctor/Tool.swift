import Subprocess
import SystemPackage

/// What a program of the system says; nothing is asked of it but its output.
enum Tool {
  /// They read files of this machine; one that waits for something is given up.
  private static let deadline = Duration.seconds(20)
  /// Of each; a longer log is not read by anybody.
  private static let limit = 4 << 20

  /// - Parameter command: the program's path, then its words.
  /// - Returns: nil where there is no such program, or it fails, or takes too long.
  static func output(_ command: [String]) async -> String? {
    guard let program = command.first else { return nil }
    return await withTaskGroup(of: String?.self) { group in
      group.addTask {
        try? await Subprocess.run(
          .path(FilePath(program)), arguments: Arguments(Array(command.dropFirst())),
          input: .none, output: .string(limit: limit), error: .discarded
        ).standardOutput
      }
      group.addTask {
        try? await Task.sleep(for: deadline)
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
  }
}
