import HallAPI
import Varlink

/// The refusals of cases in sentences.
enum CaseSentences {
  static func sentence(_ error: VarlinkRemoteError) -> String? {
    if let state = error.decode(CasesInterface.NotPossible.self) { return words(state.state) }
    if let unknown = error.decode(CasesInterface.UnknownYear.self) {
      return "nobody announced the holidays of \(unknown.year) here; see hours.calendar in "
        + "hallway.yaml(5)"
    }
    return error.name == CasesInterface.NoSuchCase.name ? "the hall knows no such case" : nil
  }

  private static func words(_ state: String) -> String {
    switch state {
    case "noPromise": "nothing was promised in that case"
    case "kept": "that promise was kept"
    case "notOver": "the promised day is not over yet"
    case "entered": "that broken promise is entered already"
    default: "there is no such entry, or it is cleared already"
    }
  }
}
