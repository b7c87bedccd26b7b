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
      return "there is no task \(missing.task); `hallway ratings tasks` lists them"
    }
    if let missing = error.decode(RatingsInterface.NoSuchAdapter.self) {
      return "there is no adapter \(missing.adapter); there are "
        + missing.known.joined(separator: ", ")
    }
    if let lack = error.decode(RatingsInterface.NotExportable.self) {
      return "rating \(lack.rating) has no \(lack.field), which this adapter must have; "
        + "see ratings.export in hallway.yaml(5)"
    }
    if let state = error.decode(RatingsInterface.NotPossible.self) { return words(state.state) }
    return nil
  }

  private static func words(_ state: String) -> String {
    switch state {
    case "dayNotOver": "that day is not over yet"
    case "alreadyExcluded": "that rating is left out already"
    case "noRatings": "there is no such seal: that day has no rows of its own"
    default:
      "a task that is \(state) cannot take this step; closing needs the citizen's word or a note"
    }
  }
}
