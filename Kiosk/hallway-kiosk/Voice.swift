import ArgumentParser
import Foundation
import Hall
import Subprocess
import SystemPackage

/// Reads screens aloud through a program of the system's, where one is installed. 语音提示
///
/// Nobody waits for it: what is said runs beside the kiosk, and the next screen cuts it short.
struct Voice {
  /// The programs this can speak through; speech-dispatcher knows the voice that a site has chosen.
  enum Engine: String, CaseIterable {
    case dispatcher = "spd-say"
    case espeak = "espeak-ng"
  }

  /// The longest screen read slowly; what still talks then hangs.
  static let longest = Duration.seconds(90)
  /// Asking for silence takes a moment; a dispatcher that does not answer is not waited for.
  static let hushDeadline = Duration.seconds(2)

  private let engine: Engine
  private let path: FilePath
  private var speaking: Task<Void, Never>?

  /// The first program that is installed; nil where there is none.
  ///
  /// - Parameter searchPath: directories between colons, as in `PATH`.
  init?(searchPath: String) {
    for engine in Engine.allCases {
      for directory in searchPath.split(separator: ":") {
        let path = "\(directory)/\(engine.rawValue)"
        guard FileManager.default.isExecutableFile(atPath: path) else { continue }
        self.engine = engine
        self.path = FilePath(path)
        return
      }
    }
    return nil
  }

  /// Says a text in place of what is being said.
  mutating func say(_ text: Bilingual, in language: Language) {
    let before = stopping()
    speaking = Task { [engine, path] in
      await before.value
      let arguments =
        switch engine {
        case .dispatcher: ["--wait", "--pipe-mode", "--language", language.rawValue]
        case .espeak: ["--stdin", "-v", language == .zh ? "cmn" : "en"]
        }
      await Self.run(path, arguments, input: text[language], deadline: Self.longest)
    }
  }

  mutating func hush() { speaking = stopping() }

  /// Is silent before it returns.
  func end() async { await stopping().value }

  /// Ends what is being said. The dispatcher goes on talking when its client is gone, until it is told.
  private func stopping() -> Task<Void, Never> {
    speaking?.cancel()
    return Task { [engine, path, speaking] in
      await speaking?.value
      if engine == .dispatcher {
        await Self.run(path, ["--cancel"], input: "", deadline: Self.hushDeadline)
      }
    }
  }

  /// The text goes to the program's standard input: command lines are shown to every user by ps(1).
  private static func run(
    _ path: FilePath, _ arguments: [String], input: String, deadline: Duration
  ) async {
    var options = PlatformOptions()
    // A group of its own, so that whatever plays the sound ends with it.
    options.processGroupID = 0
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
    ]
    await withTaskGroup(of: Void.self) { [options] group in
      group.addTask {
        // A voice that fails is silence, and the screen says it all.
        _ = try? await Subprocess.run(
          .path(path), arguments: Arguments(arguments), platformOptions: options,
          input: .string(input), output: .discarded, error: .discarded)
      }
      group.addTask { try? await Task.sleep(for: deadline) }
      await group.next()
      group.cancelAll()
    }
  }
}
