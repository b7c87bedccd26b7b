import HallStoreSQLite

/// Whether the ledger can be read and all its chains are whole.
public struct LedgerCheck {
  let state: String
  let progress: (Double) -> Void

  /// - Parameters:
  ///   - state: the state directory.
  ///   - progress: told the share of rows that were read, 0...1.
  public init(state: String, progress: @escaping (Double) -> Void = { _ in }) {
    self.state = state
    self.progress = progress
  }

  public func examine(_ files: MachineFiles = MachineFiles()) -> Examination {
    let path = "\(state)/hall.sqlite"
    guard files.standing(path) != nil else {
      return Examination("ledger", unseen: "\(path) is not there, or not for this user")
    }
    do {
      _ = try LedgerAudit.verify(
        path: path, anchors: RatingAnchors(beside: path), progress: progress)
      return Examination("ledger")
    } catch let fault as LedgerFault {
      return Examination(
        "ledger",
        [
          Finding(
            "ledger.broken", about: path, "the ledger is not as the hall wrote it",
            why: "Somebody or some disk changed it; what follows the row proves nothing.",
            evidence: ["\(fault)"],
            mend: [
              "cp -a \(state) /root/evidence",
              "hallway restore BACKUP   # the last one that is whole",
            ])
        ])
    } catch {
      return Examination(
        "ledger",
        [
          Finding(
            "ledger.unreadable", about: path, "the ledger cannot be read",
            why: "The service does not start without it.", evidence: ["\(error)"],
            mend: ["hallway restore BACKUP   # as the user hallway, with the service stopped"])
        ])
    }
  }
}
