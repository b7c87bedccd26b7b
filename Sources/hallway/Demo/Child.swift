import ArgumentParser
import Foundation
import ProgramKit
import Subprocess
import SystemPackage

/// A program this one starts and ends.
struct Child: Sendable {
  /// A child that was asked to end gets this long before it is killed.
  static let endsWithin = Duration.seconds(10)
  /// Enough for a sentence about every fault of a configuration.
  private static let lastWordsBytes = 4096

  let name: String
  let path: String
  let arguments: [String]
  let logDirectory: String

  private var log: String { "\(logDirectory)/\(name).log" }

  /// Runs it with its own standard input, kept open until `body` returns or the task is
  /// cancelled, and its errors in `LOGDIRECTORY/NAME.log`.
  func run(
    _ body: (Int32, SubprocessOutputSequence) async throws -> Void
  ) async throws -> TerminationStatus {
    let file = try FileDescriptor.open(
      FilePath(log), .writeOnly, options: [.create, .truncate, .closeOnExec],
      permissions: .ownerReadWrite)
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: Self.endsWithin)]
    let result = try await Subprocess.run(
      .path(FilePath(path)), arguments: Arguments(arguments), platformOptions: options,
      input: .inputWriter, output: .sequence,
      error: .fileDescriptor(file, closeAfterSpawningProcess: true)
    ) { child in
      try await body(child.processIdentifier.value, child.standardOutput)
      try await child.standardInputWriter.finish()
    }
    return result.terminationStatus
  }

  /// Runs a program that owns this terminal until it ends.
  static func inTerminal(_ path: String, _ arguments: [String]) async throws {
    var options = PlatformOptions()
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: endsWithin)]
    let result = try await Subprocess.run(
      .path(FilePath(path)), arguments: Arguments(arguments), platformOptions: options,
      input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
      output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
      error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
    switch result.terminationStatus {
    // It has said why on this very terminal.
    case .exited(let code): if code != 0 { throw ExitCode(code) }
    case .signaled(let signal): throw Complaint("the kiosk was ended by signal \(signal)")
    }
  }

  /// The end of the child's log: what it said before it ended.
  var lastWords: String {
    let data = FileManager.default.contents(atPath: log) ?? Data()
    let text = String(decoding: data.suffix(Self.lastWordsBytes), as: UTF8.self)
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return trimmed.isEmpty ? "it said nothing; see \(log)" : trimmed
  }
}
