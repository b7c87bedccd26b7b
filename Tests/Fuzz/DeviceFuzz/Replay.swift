#if !FUZZING
  import FuzzReplay
  import Glibc

  /// Replays every target's inputs without libFuzzer; a test of `make test`.
  ///
  ///     DeviceFuzz                    all of them
  ///     DeviceFuzz TARGET FILE...     the files given
  @main
  struct Replay {
    static func main() {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if let name = arguments.first {
        guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
          print("\(name) is no target")
          exit(64)  // EX_USAGE
        }
        FuzzReplay.replay(Array(arguments.dropFirst()), target.check)
      }
      for target in FuzzTarget.all where arguments.isEmpty {
        print("\(target.name): ", terminator: "")
        FuzzReplay.replay(
          FuzzReplay.files(beside: #filePath, in: "Corpus/\(target.name)"), target.check)
      }
    }
  }
#endif
