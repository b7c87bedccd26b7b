import HallAPI
import KioskScreens
import KioskTerminal

/// Awaits what the scanner of this kiosk reads. 扫码
///
/// A kiosk is given its own scanner by name: the code of somebody elsewhere in the hall is none of its
/// business.
struct Scans: Sendable {
  let hall: HallClient
  let scanner: String
  let inputs: AsyncStream<Input>.Continuation

  /// One question to the hall, the longest it takes; then it is asked again.
  private static let seconds = 600
  /// A hall that restarts and a scanner that is plugged in again are there in so long; nobody waits
  /// for a code meanwhile, who can type.
  private static let pause = Duration.seconds(5)

  /// Runs until cancelled.
  func run() async {
    while !Task.isCancelled {
      do {
        try await hall.stream(
          ScansInterface.Await.self, .init(scanner: scanner, timeoutSeconds: Self.seconds)
        ) { if let code = $0.code { inputs.yield(.event(.scanned(code.text))) } }
      } catch {
        try? await Task.sleep(for: Self.pause)
      }
    }
  }
}
