import ArgumentParser
import CaseImport
import Foundation
import Hall
import HallConfig
import Logging
import ProgramKit
import UnixSignals

/// 投递目录监视
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Imports what is dropped into the folders of caseSources.",
    discussion: """
      A file is taken once it looks the same twice, two seconds apart, and moved to done/ or failed/
      beside it. A bad file never ends the watch. SIGHUP reads the hall's file anew; one with faults
      changes nothing.

      EXAMPLE
        systemctl enable --now hallway-cases
      """)

  @OptionGroup var place: CasePlace

  /// Often enough that a day's promise is kept within the hour.
  private static let forgettingEvery = Duration.seconds(3600)

  func run() async throws {
    umask(0o077)
    let logger = Logger(label: "hallway-cases", factory: StreamLogHandler.standardError(label:))
    let watch = Watch(place: place, intake: try place.intake(), logger: logger)
    await withTaskGroup { group in
      group.addTask {
        for await signal in await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint) {
          guard signal == .sighup else { return }
          await watch.reload()
        }
      }
      group.addTask {
        var forgotAt: ContinuousClock.Instant?
        while !Task.isCancelled {
          await watch.look()
          if forgotAt.map({ ContinuousClock.now - $0 > Self.forgettingEvery }) ?? true {
            await watch.forget()
            forgotAt = .now
          }
          try? await Task.sleep(for: DropFolder.interval)
        }
      }
      await group.next()
      group.cancelAll()
    }
  }
}

/// The folders as they are watched now.
private actor Watch {
  private let place: CasePlace
  private let logger: Logger
  private var intake: CaseIntake
  private var folders: [(source: CaseSource, folder: DropFolder)] = []
  /// Said once, until it changes.
  private var trouble: String?

  init(place: CasePlace, intake: CaseIntake, logger: Logger) {
    self.place = place
    self.intake = intake
    self.logger = logger
    folders = Self.folders(of: intake)
  }

  private static func folders(of intake: CaseIntake) -> [(CaseSource, DropFolder)] {
    intake.sources.compactMap { configured in
      configured.folder.map { (configured.source, DropFolder(path: $0)) }
    }
  }

  func reload() {
    do {
      let next = try place.intake()
      guard next.hall == intake.hall else {
        return logger.error("hall.id changed, which waits for a start")
      }
      intake = next
      folders = Self.folders(of: next)
      logger.notice("hall file read anew", metadata: ["folders": "\(folders.count)"])
    } catch {
      logger.error("hall file not taken over, nothing changed", metadata: ["why": "\(error)"])
    }
  }

  func look() async {
    var problems: [String] = []
    for index in folders.indices {
      // A reload while a file was imported may have left fewer.
      guard index < folders.count else { break }
      do {
        let names = try folders[index].folder.ready()
        if !names.isEmpty { try await take(names, of: folders[index]) }
      } catch {
        problems.append("\(error)")
      }
    }
    let now = problems.isEmpty ? nil : problems.joined(separator: "; ")
    if let now, now != trouble {
      logger.error("a folder waits", metadata: ["why": "\(now)"])
    }
    trouble = now
  }

  private func take(
    _ names: [String], of watched: (source: CaseSource, folder: DropFolder)
  ) async throws {
    let ledger = try place.open(intake)
    var folder = watched.folder
    for name in names where !Task.isCancelled {
      do {
        let summary = try await ledger.importer.run(
          "\(folder.path)/\(name)", name: name,
          format: watched.source.format(of: name, said: nil), source: watched.source)
        try folder.move(name, to: .done)
        logger.notice(
          "file imported", metadata: ["file": "\(name)", "what": "\(summary.words)"])
      } catch let error as CaseFileError {
        logger.error("file not imported", metadata: ["file": "\(name)", "why": "\(error)"])
        try folder.move(name, to: .failed)
      }
    }
    withExtendedLifetime(ledger.lock) {}
  }

  func forget() {
    let now = Int64(Date().timeIntervalSince1970)
    let sheets = place.quarantine.forget(now: now)
    let files = folders.reduce(0) { $0 + $1.folder.forget(now: now) }
    if sheets + files > 0 {
      logger.notice(
        "files forgotten", metadata: ["quarantine": "\(sheets)", "folders": "\(files)"])
    }
  }
}
