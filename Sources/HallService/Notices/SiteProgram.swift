import Glibc

/// A program that a site brings and the service trusts with citizens' phone numbers.
struct SiteProgram: Sendable {
  let path: String

  /// - Throws: why it is not to be run.
  init(path: String) throws(UntrustedProgram) {
    self.path = path
    try check()
  }

  /// Whether only root and the service's own user can decide what is run; asked before every run,
  /// because a file may change while the hall is open.
  func check() throws(UntrustedProgram) {
    guard path.hasPrefix("/") else { throw UntrustedProgram(path, "is not an absolute path") }
    guard let resolved = realpath(path, nil) else {
      throw UntrustedProgram(path, String(cString: strerror(errno)))
    }
    defer { free(resolved) }
    var place = String(cString: resolved)
    let file = try status(of: place)
    guard file.st_mode & S_IFMT == S_IFREG else { throw UntrustedProgram(path, "is no file") }
    guard file.st_mode & (S_IWOTH | S_IWGRP) == 0 else {
      throw UntrustedProgram(path, "can be changed by others; run: chmod go-w \(path)")
    }
    guard access(place, X_OK) == 0 else {
      throw UntrustedProgram(path, "cannot be run by this user; run: chmod a+rx \(path)")
    }
    // Who may rename in a folder above decides as well. In a sticky one nobody may rename what is
    // another's (unlink(2), EPERM).
    while let slash = place.lastIndex(of: "/"), place != "/" {
      place = slash == place.startIndex ? "/" : String(place[..<slash])
      let folder = try status(of: place)
      guard folder.st_mode & S_IWOTH == 0 || folder.st_mode & S_ISVTX != 0 else {
        throw UntrustedProgram(path, "lies in \(place), which every user can change")
      }
    }
  }

  private func status(of place: String) throws(UntrustedProgram) -> stat {
    var status = stat()
    guard stat(place, &status) == 0 else {
      throw UntrustedProgram(path, String(cString: strerror(errno)))
    }
    guard status.st_uid == 0 || status.st_uid == geteuid() else {
      throw UntrustedProgram(path, "\(place) belongs to neither root nor the service's user")
    }
    return status
  }
}

/// Why a site's program is not run.
public struct UntrustedProgram: Error, Sendable, Equatable, CustomStringConvertible {
  public let path: String
  public let reason: String

  init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  public var description: String { "\(path): \(reason)" }
}
