import Glibc
import Synchronization

/// An ID card reader on a pseudo-terminal that is always well when asked how it is, and may fall
/// silent in the middle of its answer when a card is looked for.
final class FalteringReader: Sendable {
  /// Where a driver finds it.
  let path: String
  private let master: Int32
  /// Keeps the line up between two openings by the driver.
  private let slave: Int32
  private let isFaltering = Atomic(false)
  private let finds = Atomic(0)

  /// Answers of protocols.md A.3.
  private static let good: [UInt8] = [
    0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x04, 0x00, 0x00, 0x90, 0x94,
  ]
  private static let noCard: [UInt8] = [
    0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x04, 0x00, 0x00, 0x80, 0x84,
  ]
  private static let findCard: [UInt8] = [0x20, 0x01]
  private static let question = 10

  init() throws {
    var (master, slave): (Int32, Int32) = (-1, -1)
    var settings = termios()
    guard openpty(&master, &slave, nil, nil, nil) == 0, tcgetattr(slave, &settings) == 0,
      let name = ttyname(slave)
    else { throw BenchFailure("no pseudo-terminal: errno \(errno)") }
    path = String(cString: name)
    cfmakeraw(&settings)
    tcsetattr(slave, TCSANOW, &settings)
    (self.master, self.slave) = (master, slave)
    startThread { [self] in serve() }
  }

  /// How often a card was looked for so far, in vain or without an end.
  var count: Int { finds.load(ordering: .acquiring) }

  func falter(_ falters: Bool) { isFaltering.store(falters, ordering: .releasing) }

  /// Questions of drivers come whole: a pseudo-terminal does not tear what was written at once.
  private func serve() {
    var buffer = [UInt8](repeating: 0, count: 64)
    while true {
      let count = read(master, &buffer, buffer.count)
      guard count > 0 else { return }
      guard count >= Self.question else { continue }
      var answer = Self.good
      let isFind = buffer[(count - 3)..<(count - 1)].elementsEqual(Self.findCard)
      if isFind {
        answer = Self.noCard
        if isFaltering.load(ordering: .acquiring) {
          answer = Array(answer.prefix(answer.count / 2))
        }
      }
      _ = write(master, answer, answer.count)
      if isFind { finds.add(1, ordering: .acquiringAndReleasing) }
    }
  }
}

/// A thread that runs until its work or the program ends.
func startThread(_ work: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work()
      return nil
    }, Unmanaged.passRetained(Box(work)).toOpaque())
  pthread_detach(thread)
}

/// Raised once, seen by another thread.
final class Flag: Sendable {
  private let raised = Atomic(false)
  var isRaised: Bool { raised.load(ordering: .acquiring) }
  func raise() { raised.store(true, ordering: .releasing) }
}
