import Foundation
import Hall
import TestSupport
import Testing

/// Random days against ``ReferenceQueue``. A failure names its seed and the shortest list of
/// commands that still shows it.
///
/// HALLWAY_SOAK=1 plays 4,400 seeds. In release that takes 75 seconds of one core:
/// `swift test -c release -Xswiftc -enable-testing --filter "any order of commands"`.
@Suite struct `The queue and its model` {
  /// Commands of one seed: about two days of a hall.
  private static let length = 250
  private static let isSoak = ProcessInfo.processInfo.environment["HALLWAY_SOAK"] == "1"

  @Test(.timeLimit(.minutes(60)))
  func `any order of commands leaves the engine where the model is`() throws {
    let seeds = UInt64(1)...(Self.isSoak ? 4400 : 80)
    var counts = Counts()
    for seed in seeds {
      let (rules, commands, failure) = Self.play(seed, &counts)
      guard let failure else { continue }
      let shrunk = Self.shrink(commands, rules)
      let list = shrunk.commands.map { "  +\($0.wait) ms \($0.verb)" }.joined(separator: "\n")
      Issue.record("seed \(seed): \(failure)\nshrunk to: \(shrunk.failure)\n\(list)")
      return
    }
    #expect(counts.commands.values.reduce(0, +) == seeds.count * Self.length)
    // Whatever is never reached is not checked.
    #expect(counts.commands.count == 33)
    #expect(counts.refusals.count >= (Self.isSoak ? 25 : 23), "\(counts.refusals)")
    print(counts.text(seeds: seeds.count))
  }

  private struct Counts {
    var commands: [String: Int] = [:]
    var refusals: [String: Int] = [:]
    var issued = 0
    var days = 0

    func text(seeds: Int) -> String {
      func list(_ counts: [String: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      }
      let total = commands.values.reduce(0, +)
      let refused = refusals.values.reduce(0, +)
      return """
        model check: \(total) commands of \(seeds) seeds on \(days) days, \(issued) numbers
          commands: \(list(commands))
          \(refused) refused: \(list(refusals))
        """
    }
  }

  /// Plays a seed until it ends or differs.
  private static func play(_ seed: UInt64, _ counts: inout Counts)
    -> (rules: [QueueRules], commands: [QueueCommand], failure: String?)
  {
    var dice = Dice(state: seed)
    let rules = rulesOfSeed(&dice)
    var run = ModelRun(rules: rules, thoroughness: isSoak ? 1 : 5)
    var thrower = CommandDice(dice: dice)
    var commands: [QueueCommand] = []
    while commands.count < length {
      let command = thrower.next(for: run.engine, at: run.now)
      commands.append(command)
      counts.commands[command.verb.name, default: 0] += 1
      if let failure = run.step(command) { return (rules, commands, failure) }
    }
    counts.refusals.merge(run.refusals) { $0 + $1 }
    counts.issued += run.issued
    counts.days += run.days
    return (rules, commands, nil)
  }

  /// Leaves out whatever can be left out without losing the failure.
  private static func shrink(_ commands: [QueueCommand], _ rules: [QueueRules])
    -> (commands: [QueueCommand], failure: String)
  {
    func failure(_ commands: [QueueCommand]) -> (count: Int, what: String)? {
      var run = ModelRun(rules: rules)
      for (index, command) in commands.enumerated() {
        if let what = run.step(command) { return (index + 1, what) }
      }
      return nil
    }
    var shortest = commands
    var what = failure(commands)?.what ?? "not seen again"
    var size = commands.count / 2
    while size > 0 {
      var start = 0
      var isShorter = false
      while start < shortest.count {
        var fewer = shortest
        fewer.removeSubrange(start..<min(start + size, fewer.count))
        if let found = failure(fewer) {
          shortest = Array(fewer.prefix(found.count))
          what = found.what
          isShorter = true
        } else {
          start += size
        }
      }
      if !isShorter || size > 1 { size /= 2 }
    }
    return (shortest, what)
  }
}
