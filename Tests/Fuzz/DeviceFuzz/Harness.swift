import Glibc

/// libFuzzer's first call: says which parser of ``FuzzTarget/all`` this process attacks.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
  guard chosen != nil else {
    print("HALLWAY_FUZZ_TARGET is one of \(FuzzTarget.all.map(\.name).joined(separator: " "))")
    exit(64)  // EX_USAGE
  }
  return 0
}

/// libFuzzer's entry: whatever a device sends, its parser neither traps nor breaks its promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  chosen?.check(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

private let chosen = getenv("HALLWAY_FUZZ_TARGET").flatMap { name in
  FuzzTarget.all.first { $0.name == String(cString: name) }
}

/// One parser of device bytes and what it promises.
struct FuzzTarget: Sendable {
  /// Also the name of its folder of seeds, `Corpus/<name>`.
  let name: String
  /// Ends the process where a promise is broken.
  let check: @Sendable ([UInt8]) -> Void

  init(_ name: String, _ check: @escaping @Sendable ([UInt8]) -> Void) {
    self.name = name
    self.check = check
  }
}
