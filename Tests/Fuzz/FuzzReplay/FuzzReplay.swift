import Glibc

/// Feeds files to a fuzz harness without libFuzzer, so that an ordinary build links and CI replays
/// every input ever found.
public enum FuzzReplay {
  /// Replays the files named as arguments, or the `Corpus` folder beside the harness; ends the
  /// program, with 1 where there is nothing to replay.
  ///
  /// - Parameters:
  ///   - source: the harness's own `#filePath`.
  ///   - harness: libFuzzer's entry.
  public static func run(
    beside source: String, _ harness: (UnsafePointer<UInt8>, Int) -> CInt
  ) -> Never {
    let here = source.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    let given = Array(CommandLine.arguments.dropFirst())
    let files = given.isEmpty ? Corpus.files(in: here + "/Corpus") : given
    for file in files {
      guard let bytes = Corpus.read(file) else {
        print("\(file): cannot be read")
        exit(1)
      }
      bytes.withUnsafeBufferPointer { buffer in
        if let start = buffer.baseAddress { _ = harness(start, buffer.count) }
      }
    }
    print("\(files.count) inputs replayed")
    exit(files.isEmpty ? 1 : 0)
  }
}

enum Corpus {
  static func files(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var files: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { files.append(folder + "/" + name) }
    }
    return files.sorted()
  }

  static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}
