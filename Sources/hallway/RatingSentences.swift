import Hall
import HallAPI
import Varlink

/// The refusals of ratings in sentences.
enum RatingSentences {
  static func sentence(_ error: VarlinkRemoteError) -> String? {
    if let missing = error.decode(RatingsInterface.NoSuchRating.self) {
      return "row \(missing.rating) is no rating"
    }
    if let missing = error.decode(RatingsInterface.NoSuchTask.self) {
      return noSuchTask(missing.task)
    }
    if let missing = error.decode(RatingsInterface.NoSuchAdapter.self) {
      return "there is no adapter \(missing.adapter); there are "
        + missing.known.joined(separator: ", ")
    }
    if let state = error.decode(RatingsInterface.NotPossible.self) { return words(state) }
    return nil
  }

  static func noSuchTask(_ task: Int) -> String {
    "there is no task \(task); `hallway ratings tasks --all` lists them"
  }

  /// Why a seal is not on paper, by org.hallway.Ratings.
  static func notPrinted(_ why: String?) -> String {
    if why == RatingsInterface.Seal.noPrinter {
      return "NOT printed: this hall has no ticket printer; keep the text above instead"
    }
    return "NOT printed\(why.map { ": the printer says \($0)" } ?? ""); see `hallway devices`, "
      + "and keep the text above meanwhile"
  }

  private static func words(_ refusal: RatingsInterface.NotPossible) -> String {
    switch refusal.state {
    case "dayNotOver": return "that day is not over yet"
    case "alreadyExcluded": return "that rating is left out already"
    case "noRatings": return "there is no such seal: that day has no rows of its own"
    case RatingTask.State.closed.rawValue: return "that task is closed, and nothing follows"
    default: return steps(refusal)
    }
  }

  /// What may be done with the task now.
  private static func steps(_ refusal: RatingsInterface.NotPossible) -> String {
    let possible = refusal.possible ?? []
    var words = possible.map(\.rawValue)
    if !possible.contains(.closed) { words.append("closed with --note WHY") }
    return "not now: the task is \(refusal.state). Possible are \(words.joined(separator: ", "))"
      + (possible.contains(.closed)
        ? "" : "; closed without a note once the citizen has confirmed")
  }
}
