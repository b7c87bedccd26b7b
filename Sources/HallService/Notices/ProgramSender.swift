import DeviceKit
import Hall
import Subprocess
import SystemPackage
import Varlink

/// Sends notices through a program of the site's, one run a notice.
///
/// The program reads one JSON object from its standard input: `id`, `kind`, `number`, `language`,
/// `text` and `phone`. Exit status 0 says that the notice is on its way, 75 (`EX_TEMPFAIL` of
/// sysexits.h) that it is to be tried again; any other means that it will never be. The phone number
/// is in that object only: command lines are shown to every user by ps(1), and environments are
/// inherited. What the program prints goes nowhere, since it may name the phone.
public struct ProgramSender: NoticeSender {
  /// Gateways answer within seconds; a run that takes longer has met one that does not.
  public static let usualDeadline: Duration = .seconds(20)
  /// `EX_TEMPFAIL`
  static let tryAgainStatus: Int32 = 75

  private let program: SiteProgram
  private let deadline: Duration

  /// - Parameters:
  ///   - path: the program, absolute.
  ///   - deadline: after it the program and whatever it started are killed.
  /// - Throws: why the program is not to be trusted.
  public init(path: String, deadline: Duration = usualDeadline) throws(UntrustedProgram) {
    program = try SiteProgram(path: path)
    self.deadline = deadline
  }

  public func send(_ notice: OutgoingNotice) async -> NoticeOutcome {
    do {
      try program.check()
      let input = try Self.input(notice)
      return await withTaskGroup(of: NoticeOutcome?.self) { group in
        group.addTask { await run(input) }
        group.addTask { [deadline] in
          try? await Task.sleep(for: deadline)
          return nil
        }
        if let outcome = await group.next() ?? nil {
          group.cancelAll()
          return outcome
        }
        // The run is cancelled, which kills it, unless it has just ended by itself.
        group.cancelAll()
        guard case .sent = await group.next() ?? nil else {
          return .tryAgain(why: "\(program.path) took too long and was killed")
        }
        return .sent
      }
    } catch {
      return .tryAgain(why: "\(error)")
    }
  }

  private func run(_ input: FileDescriptor) async -> NoticeOutcome {
    var options = PlatformOptions()
    // A group of its own, so that what a script started is killed with it.
    options.processGroupID = 0
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
    ]
    do {
      let result = try await Subprocess.run(
        .path(FilePath(program.path)), environment: Self.environment, workingDirectory: "/",
        platformOptions: options, input: .fileDescriptor(input, closeAfterSpawningProcess: true),
        output: .discarded, error: .discarded)
      return outcome(of: result.terminationStatus)
    } catch {
      return .tryAgain(why: "\(program.path) cannot be started")
    }
  }

  private func outcome(of status: TerminationStatus) -> NoticeOutcome {
    switch status {
    case .exited(0): .sent
    case .exited(Self.tryAgainStatus): .tryAgain(why: "\(program.path) says: later")
    case .exited(let code): .refused(why: "\(program.path) ended with status \(code)")
    // By its deadline, or by a machine without memory: it has not said that it never will.
    case .signaled(let signal): .tryAgain(why: "\(program.path) was ended by signal \(signal)")
    }
  }

  /// Nothing of the service's own environment, which names its credentials.
  private static let environment = Environment.custom([
    "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
  ])

  /// The end of a pipe in which the whole notice lies already.
  ///
  /// It is written before there is a program: one that reads nothing cannot block us, and one that
  /// ends early cannot send us SIGPIPE. A pipe takes 64 KiB (pipe(7)), a notice is a few hundred
  /// bytes.
  private static func input(_ notice: OutgoingNotice) throws -> FileDescriptor {
    var bytes = Array("\(json(notice))\n".utf8)
    defer { bytes.wipe() }
    let pipe = try FileDescriptor.pipe(options: .closeOnExec)
    return try pipe.writeEnd.closeAfter {
      do {
        try pipe.writeEnd.writeAll(bytes)
        return pipe.readEnd
      } catch {
        try pipe.readEnd.close()
        throw error
      }
    }
  }

  private static func json(_ notice: OutgoingNotice) -> JSONValue {
    .object([
      "id": .string(notice.id), "kind": .string(notice.kind.rawValue),
      "number": .string(notice.number), "language": .string(notice.language.rawValue),
      "text": .string(notice.text), "phone": .string(notice.phone),
    ])
  }
}
