#if !FUZZING
  import FuzzReplay

  @main
  struct Replay {
    static func main() { FuzzReplay.run(beside: #filePath, fuzz) }
  }
#endif
