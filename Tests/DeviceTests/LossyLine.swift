import DeviceKit
import TestSupport

/// A serial line between two values in pretended time: everything takes 10 ms, and dice decide what
/// is dropped, doubled or damaged. It never reorders, as no cable does.
struct LossyLine {
  static let travel: Duration = .milliseconds(10)

  /// Chances in a hundred for one frame.
  struct Weather {
    var drops = 0
    var doubles = 0
    var damages = 0
  }

  private(set) var weather: Weather
  private var dice: Dice
  private var underway: [(due: Deadline, bytes: [UInt8])] = []

  init(_ weather: Weather, seed: UInt64) {
    self.weather = weather
    dice = Dice(state: seed)
  }

  mutating func send(_ bytes: [UInt8], at now: Deadline) {
    guard !happens(weather.drops) else { return }
    var bytes = bytes
    if happens(weather.damages), !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &dice)
      switch Int.random(in: 0..<3, using: &dice) {
      case 0: bytes[place] ^= UInt8.random(in: 1...255, using: &dice)
      case 1: bytes.remove(at: place)
      default: bytes.insert(UInt8.random(in: 0...255, using: &dice), at: place)
      }
    }
    let due = now + Self.travel
    underway.append((due, bytes))
    if happens(weather.doubles) { underway.append((due, bytes)) }
  }

  private mutating func happens(_ chance: Int) -> Bool {
    Int.random(in: 0..<100, using: &dice) < chance
  }

  mutating func arrived(at now: Deadline) -> [[UInt8]] {
    let arrived = underway.prefix { $0.due <= now }.map(\.bytes)
    underway.removeFirst(arrived.count)
    return arrived
  }
}
