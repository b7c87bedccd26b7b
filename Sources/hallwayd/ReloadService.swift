import HallConfig
import HallService
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the hall's file anew on SIGHUP, as daemons do.
struct ReloadService: ServiceLifecycle.Service {
  let desk: FrontDesk
  /// What devices, access and the sender of notices were made from.
  let running: HallConfiguration
  let logger: Logger
  let read: @Sendable () throws -> HallConfiguration

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in await UnixSignalsSequence(trapping: .sighup) { await reload() }
    }
  }

  private func reload() async {
    do {
      let configuration = try read()
      // Every row of the ledger carries it: under another name the day would begin anew.
      guard configuration.hall.id == running.hall.id else {
        throw RefusedEdition(
          description: "hall.id was \(running.hall.id) and would be \(configuration.hall.id)")
      }
      try await desk.adopt(try HallAssembly.edition(of: configuration))
      logger.notice("hall file read anew")
      if configuration.devices != running.devices || configuration.access != running.access
        || configuration.notices.program != running.notices.program
        || configuration.hall != running.hall || configuration.kiosks != running.kiosks
      {
        logger.notice(
          "changes of hall, devices, kiosks, access and notices.program wait for a start")
      }
    } catch {
      logger.error("hall file not taken over, nothing changed", metadata: ["why": "\(error)"])
    }
  }
}
