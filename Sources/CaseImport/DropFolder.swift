import FoundationEssentials
import Glibc

/// A folder into which another system drops files of cases. 投递目录
///
/// A file is complete when it looks the same twice, an interval apart: names that begin with a dot or
/// end in `.part` or `.tmp` are left alone, so that a writer renames its file when it is done.
public struct DropFolder: Sendable {
  /// How often the folder is looked at. Nobody waits for a file at a counter, so seconds do; a change
  /// told by the kernel would say no sooner that a writer is done with it.
  public static let interval = Duration.seconds(2)
  /// Files that were taken hold whole names and ID numbers, and are kept to look a slip up only.
  public static let keptDays = 7

  /// What becomes of a file.
  public enum Place: String, Sendable, CaseIterable {
    case done, failed
  }

  private struct Look: Equatable {
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int
  }

  public let path: String
  private var seen: [String: Look] = [:]

  public init(path: String) { self.path = path }

  /// The complete files, in the order of their names.
  ///
  /// - Throws: ``CaseFileError`` where the folder cannot be looked at.
  public mutating func ready() throws(CaseFileError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw CaseFileError("\(path) cannot be looked at; make the folder and give it to this user")
    }
    var looks: [String: Look] = [:]
    for name in names where Self.isMeant(name) {
      var status = stat()
      guard lstat("\(path)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        continue
      }
      looks[name] = Look(
        inode: UInt(status.st_ino), size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
        nanoseconds: status.st_mtim.tv_nsec)
    }
    defer { seen = looks }
    return looks.filter { seen[$0.key] == $0.value }.keys.sorted()
  }

  private static func isMeant(_ name: String) -> Bool {
    !name.hasPrefix(".") && !name.hasSuffix(".part") && !name.hasSuffix(".tmp")
  }

  /// Moves a file out of the way; a file of the same name that went before it is kept beside it.
  public mutating func move(_ name: String, to place: Place) throws(CaseFileError) {
    let folder = "\(path)/\(place.rawValue)"
    mkdir(folder, 0o700)
    var target = "\(folder)/\(name)"
    var number = 1
    while access(target, F_OK) == 0 {
      number += 1
      target = "\(folder)/\(number)-\(name)"
    }
    guard rename("\(path)/\(name)", target) == 0 else {
      throw CaseFileError(
        "\(name) cannot be moved to \(folder): \(String(cString: strerror(errno)))")
    }
    // From when on it is kept.
    utimes(target, nil)
    seen[name] = nil
  }

  /// Removes what was moved away ``keptDays`` ago.
  ///
  /// - Returns: how many files.
  public func forget(now seconds: Int64) -> Int {
    var forgotten = 0
    for place in Place.allCases {
      let folder = "\(path)/\(place.rawValue)"
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
        var status = stat()
        guard lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG,
          Int64(status.st_mtim.tv_sec) < seconds - Int64(Self.keptDays) * 86_400
        else { continue }
        if unlink("\(folder)/\(name)") == 0 { forgotten += 1 }
      }
    }
    return forgotten
  }
}
