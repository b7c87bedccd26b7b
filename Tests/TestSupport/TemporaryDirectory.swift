public import Foundation
import Testing

/// A directory that is gone when the test that made it ends.
public final class TemporaryDirectory: Sendable {
  public let url: URL

  public init() {
    // Short, because a Unix socket's path has room for 107 bytes.
    url = URL(filePath: "/tmp/hw-\(UUID().uuidString.prefix(8))")
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      Issue.record("no temporary directory: \(error)")
    }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  public func path(_ name: String) -> String { url.appending(path: name).path }
}

/// When a test counts as hanging: no measurement of anything. What it waits for comes within moments,
/// and on a starved machine within some of these seconds.
public let hangLimit = Duration.seconds(120)

/// What a test found instead of what it needs to go on.
public struct Unexpected: Error, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}
