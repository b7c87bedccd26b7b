import Foundation
import Glibc
import KioskScreens

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

  /// The old file or the new one, whenever the power goes: written beside it, then put in its place.
  private func write(_ ratings: [PadRating]) throws(Failure) {
    let draft = path + ".new"
    do {
      let bytes = [UInt8](try JSONEncoder().encode(ratings))
      let file = try Self.check(open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600))
      defer { close(file) }
      var written = 0
      while written < bytes.count {
        written += try bytes[written...].withUnsafeBytes { rest in
          try Self.check(Glibc.write(file, rest.baseAddress, rest.count))
        }
      }
      _ = try Self.check(fsync(file))
      _ = try Self.check(rename(draft, path))
      let folder = try Self.check(
        open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
      defer { close(folder) }
      _ = try Self.check(fsync(folder))
    } catch {
      throw Failure(description: "\(path) cannot be written: \(error)")
    }
  }

  private static func check<Result: SignedInteger>(_ result: Result) throws -> Result {
    guard result >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return result
  }
}
