import Hall
import HallAPI
import HallStore
import Logging
import Varlink

/// Takes what the systems tell that keep cases. 办件数据接入
struct CaseIntakeDesk: Sendable {
  let hall: HallParts

  /// One commit's worth: a second of writing on a slow disk.
  static let mostMessages = 1000

  func bring(_ batch: CasesInterface.Bring.Parameters) async throws -> CasesInterface.Bring.Reply {
    guard batch.messages.count <= Self.mostMessages else {
      throw StandardError.invalidParameter("messages")
    }
    if let mark = batch.mark, !CaseNotice.isName(mark.name) || mark.digest.utf8.count > 128 {
      throw StandardError.invalidParameter("mark")
    }
    var outcomes = [CasesInterface.Outcome](
      repeating: .init(outcome: .rejected), count: batch.messages.count)
    var notices: [CaseNotice] = []
    var places: [Int] = []
    for (place, message) in batch.messages.enumerated() {
      do throws(CaseMessageFault) {
        notices.append(try message.notice(sealing: hall.people))
        places.append(place)
      } catch {
        outcomes[place] = .init(
          outcome: .rejected, reason: error.reason.rawValue, key: error.key)
      }
    }
    let mark = batch.mark.map {
      CaseMark(name: $0.name, position: Int64($0.position), digest: $0.digest)
    }
    let applied = try await hall.cases.apply(notices, mark: mark, at: hall.wallTime())
    for (place, outcome) in zip(places, applied) { outcomes[place] = Self.view(outcome) }
    return .init(outcomes: outcomes)
  }

  private static func view(_ outcome: CaseOutcome) -> CasesInterface.Outcome {
    switch outcome {
    case .applied: .init(outcome: .applied)
    case .superseded: .init(outcome: .superseded)
    case .repeated: .init(outcome: .repeated)
    case .rejected(let fault): .init(outcome: .rejected, reason: fault.rawValue)
    }
  }

  func mark(_ question: CasesInterface.MarkOf.Parameters) async throws
    -> CasesInterface.MarkOf.Reply
  {
    .init(
      mark: try await hall.cases.caseMark(question.name).map {
        .init(name: $0.name, position: Int($0.position), digest: $0.digest)
      })
  }
}
