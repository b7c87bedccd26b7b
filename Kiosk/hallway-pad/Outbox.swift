import Foundation
import KioskScreens
import PrivateFiles
import ProgramKit

/// Ratings that wait for the hall's answer, in one small file: what is in it survives every end of
/// the pad, and no name is in it. 离线评价
struct Outbox: Sendable {
  /// A window serves some hundred people a day: this is a hall that was away for days.
  static let most = 1000

  /// Why the pad cannot promise to keep a rating.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let path: String
  private(set) var ratings: [PadRating] = []

  /// - Throws: where the file is there and is no outbox: whoever looks after the pad has to see it.
  init(path: String) throws(Failure) {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      ratings = try JSONDecoder().decode([PadRating].self, from: data)
    } catch {
      throw Failure(description: "\(path) cannot be read as the pad's ratings; move it away")
    }
    // Whoever chose a level and was not asked further has rated.
    for index in ratings.indices { ratings[index].isHeld = false }
  }

  /// The first that may be sent.
  var next: PadRating? { ratings.first { !$0.isHeld } }

  /// Keeps a rating, in place of an earlier one of the same request; it is on the disk then.
  mutating func keep(_ rating: PadRating) throws(Failure) {
    var changed = ratings
    if let index = changed.firstIndex(where: { $0.requestId == rating.requestId }) {
      changed[index] = rating
    } else {
      guard changed.count < Self.most else {
        throw Failure(description: "\(changed.count) ratings wait already")
      }
      changed.append(rating)
    }
    try write(changed)
    ratings = changed
  }

  /// The hall has answered it.
  mutating func remove(_ requestId: String) throws(Failure) {
    let changed = ratings.filter { $0.requestId != requestId }
    try write(changed)
    ratings = changed
  }

  private func write(_ ratings: [PadRating]) throws(Failure) {
    do {
      try PrivateFile.put([UInt8](try JSONEncoder().encode(ratings)), at: path)
    } catch {
      throw Failure(description: "\(error)")
    }
  }
}
