import Glibc

extension HallClient {
  /// Follows the hall until cancelled: again after every end, with pauses between tries.
  ///
  /// Whatever it was, a front tries again; but a technician is to see a front set up wrongly, on the
  /// screen and once in the journal.
  ///
  /// - Parameters:
  ///   - refusal: what standard error is told before the error where the front is misplaced, such as
  ///     `hallway-pad: the hall refuses window 3`.
  ///   - misplacement: what an error says of the front's place; nil where it is not about that.
  ///   - ended: told of each end.
  ///   - session: one connection's life; tells its ``BackOff`` when the hall has answered.
  public func keepFollowing<Misplacement: Equatable>(
    refusal: String, misplacement: (any Error) -> Misplacement?,
    ended: (Misplacement?) -> Void, session: (inout BackOff) async throws -> Void
  ) async {
    var backOff = BackOff()
    var told: Misplacement?
    while !Task.isCancelled {
      do {
        try await session(&backOff)
        ended(nil)
      } catch {
        let misplaced = misplacement(error)
        if misplaced != nil, misplaced != told {
          let line = "\(refusal): \(error)\n"
          _ = write(STDERR_FILENO, line, line.utf8.count)
        }
        told = misplaced
        ended(misplaced)
      }
      await backOff.pause()
    }
  }
}
