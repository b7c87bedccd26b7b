import Foundation
import HallAPI
import Pictures
import Synchronization
import Varlink

/// One device's test as a person at a terminal lives it: told each step, asked, and free to skip.
struct TestWalk: Sendable {
  /// Whoever has looked says what they saw within this.
  private static let answerTime: Duration = .seconds(60)
  /// No device has so many things to ask for that its test is longer.
  private static let longest: Duration = .seconds(24 * 3600)
  private static let previewColumns = 72
  private static let previewRows = 20

  let connection: Connection
  /// nil where nobody sits there.
  let person: Typist?

  private enum End: Sendable {
    case result(DevicesInterface.TestResult?)
    case skipped
  }

  /// What the person was asked to look at, and what they typed about it while it was to be seen.
  private struct Look: Sendable {
    var question: String
    var answer: String?
  }

  private final class Looks: Sendable {
    let all = Mutex<[Look]>([])
  }

  /// - Returns: the result; nil where the person skipped the device.
  func test(_ wish: DevicesInterface.Test.Parameters) async throws -> DevicesInterface.TestResult? {
    let looks = Looks()
    let end = try await withThrowingTaskGroup(of: End.self) { group in
      group.addTask { .result(try await follow(wish, looks)) }
      if let person {
        let typed = person.listen()
        group.addTask {
          for await line in typed {
            let isAnswer = looks.all.withLock { looks in
              guard let last = looks.indices.last, looks[last].answer == nil else { return false }
              looks[last].answer = line
              return true
            }
            if !isAnswer { return .skipped }
          }
          // Nobody will type any more: the other task decides.
          try await Task.sleep(for: Self.longest)
          return .skipped
        }
      }
      defer { group.cancelAll() }
      return try await group.next() ?? .skipped
    }
    guard case .result(let result?) = end else { return nil }
    guard result.outcome == .passed, let person else { return result }
    return await judged(result, looks.all.withLock { $0 }, by: person)
  }

  private func follow(
    _ wish: DevicesInterface.Test.Parameters, _ looks: Looks
  ) async throws -> DevicesInterface.TestResult? {
    var result: DevicesInterface.TestResult?
    try await connection.follow(DevicesInterface.Test.self, wish) { reply in
      if let told = reply.result { result = told }
      guard let step = reply.step else { return }
      if step.state == .look, let ask = step.ask {
        looks.all.withLock { $0.append(Look(question: ask)) }
      }
      try show(step)
    }
    return result
  }

  /// A device that did all it was told, and what the person saw of it.
  private func judged(
    _ result: DevicesInterface.TestResult, _ looks: [Look], by person: Typist
  ) async -> DevicesInterface.TestResult {
    var result = result
    for look in looks {
      var answer = look.answer
      if answer == nil {
        print("      \(look.question) [Enter: yes, n: no, s: skip]")
        fflush(nil)
        answer = await person.line(within: Self.answerTime)
      }
      switch answer?.lowercased().first {
      case "n"?:
        result.outcome = .failed
        result.detail = "a person says no: \(look.question)"
        return result
      case "s"?: result.detail = "not looked at: \(look.question)"
      case nil where answer == nil:
        result.outcome = .skipped
        result.detail = "nobody said: \(look.question)"
        return result
      default: continue
      }
      result.outcome = .skipped
      return result
    }
    return result
  }

  // MARK: Showing

  private func show(_ step: DevicesInterface.TestStep) throws {
    if connection.json {
      var step = step
      // Somebody's paper may lie under the camera: a picture goes to a person's eyes alone.
      step.jpeg = nil
      return try connection.show(DevicesInterface.Test.Reply(step: step)) { "" }
    }
    if let jpeg = step.jpeg, person != nil { preview(jpeg) }
    let time = step.seconds.map { " (\($0) s)" } ?? ""
    switch step.state {
    case .doing: print("      \(step.step): \(step.detail ?? "")")
    case .person: print("   -> \(step.ask ?? "")\(time); Enter skips the device")
    case .look: print("   -> \(step.ask ?? "") [Enter: yes, n: no, s: skip]\(time)")
    case .passed: print("   ok \(step.step)\(step.detail.map { ": \($0)" } ?? "")")
    case .failed: print("   no \(step.step)\(step.detail.map { ": \($0)" } ?? "")")
    }
  }

  /// The picture in half blocks, two pixels a cell.
  private func preview(_ jpeg: String) {
    guard let data = Data(base64Encoded: jpeg),
      let cells = try? PreviewCells(
        jpeg: Array(data), columns: Self.previewColumns, rows: Self.previewRows)
    else { return }
    for row in 0..<cells.rows {
      var line = ""
      for column in 0..<cells.columns {
        let cell = cells[column, row]
        let (ink, ground) = (cell.foreground, cell.background)
        line += "\u{1B}[38;2;\(ink.red);\(ink.green);\(ink.blue)m"
        line += "\u{1B}[48;2;\(ground.red);\(ground.green);\(ground.blue)m\(cell.character)"
      }
      print(line + "\u{1B}[0m")
    }
  }
}

/// The person at the terminal: lines they type, each for whoever listens just then.
final class Typist: Sendable {
  private let listener = Mutex<AsyncStream<String>.Continuation?>(nil)

  private init() {}

  /// nil where standard input or output is no terminal: nobody sits there.
  static func ofTerminal() -> Typist? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    let typist = Typist()
    // It waits in read(2) until the program ends.
    Thread.detachNewThread {
      while let line = readLine() {
        _ = typist.listener.withLock { $0?.yield(line) }
      }
      _ = typist.listener.withLock { $0?.finish() }
    }
    return typist
  }

  /// What is typed from now on; whoever listened before hears no more.
  func listen() -> AsyncStream<String> {
    let (stream, continuation) = AsyncStream.makeStream(of: String.self)
    let before = listener.withLock { listener in
      defer { listener = continuation }
      return listener
    }
    before?.finish()
    return stream
  }

  /// The next line; nil where none came in time.
  func line(within time: Duration) async -> String? {
    let typed = listen()
    return await withTaskGroup(of: String?.self) { group in
      group.addTask { await typed.first { _ in true } }
      group.addTask {
        try? await Task.sleep(for: time)
        return nil
      }
      defer { group.cancelAll() }
      return await group.next() ?? nil
    }
  }
}

/// Somebody has the device: a citizen, or another test.
struct DeviceTaken: Error, CustomStringConvertible {
  let description = "in use just now"
}
