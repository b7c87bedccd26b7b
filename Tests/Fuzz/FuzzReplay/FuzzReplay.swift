import Glibc

/// Feeds files to a fuzz harness without libFuzzer, so that an ordinary build links and every input
/// ever found is tried in `make test`.
public enum FuzzReplay {
  /// Replays the files named as arguments, or the `Corpus` folder beside the harness.
  ///
  /// - Parameters:
  ///   - source: the harness's own `#filePath`.
  ///   - harness: libFuzzer's entry.
  public static func run(
    beside source: String, _ harness: (UnsafePointer<UInt8>, Int) -> CInt
  ) {
    let given = Array(CommandLine.arguments.dropFirst())
    replay(given.isEmpty ? files(beside: source, in: "Corpus") : given) { bytes in
      bytes.withUnsafeBufferPointer { buffer in
        if let start = buffer.baseAddress { _ = harness(start, buffer.count) }
      }
    }
  }

  /// The files of a folder beside a source file, in the order of their names.
  public static func files(beside source: String, in folder: String) -> [String] {
    let here = source.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    return Corpus.files(in: here + "/" + folder)
  }

  /// Checks each file and says how many there were; ends the program with 1 where there is none or
  /// one cannot be read.
  public static func replay(_ files: [String], _ check: ([UInt8]) -> Void) {
    for file in files {
      guard let bytes = Corpus.read(file) else {
        print("\(file): cannot be read")
        exit(1)
      }
      check(bytes)
    }
    print("\(files.count) inputs replayed")
    if files.isEmpty { exit(1) }
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
