import DeviceKit

/// Whether the card that was read has been lifted since (A.7).
///
/// A module does not say when a card goes. Most do not find a card again that they have read until
/// it is lifted, so that "no card" (80) means "none, or still that one" and "found" (9F) means that
/// one was lifted. Some find it again and again: there "no card" is the lifting. Which kind a module
/// is shows itself right after a reading, when one more find is asked.
struct CardPresence {
  /// Of the number on the card read last and not known to be lifted: one person's card must not
  /// answer for the next. A keyed hash of this process and nothing of the number itself.
  private var last: Int?
  private var findsAgain = false
  /// The line was opened anew since: the module may have lost its memory of the card.
  private var isDoubtful = false
  private(set) var media: MediaState = .unknown

  /// A card was found.
  mutating func found() {
    media = .present
    if !findsAgain, !isDoubtful { last = nil }
  }

  /// No card was found.
  mutating func notFound() {
    if findsAgain { last = nil }
    isDoubtful = false
    media = last == nil && media != .unknown ? .notPresent : .unknown
  }

  /// Whether the card just read is the one of the last reading, never lifted.
  func isStillThere(_ number: String) -> Bool { last == number.hashValue }

  /// It is, and was left lying: the module has read it now and will not find it again.
  mutating func leftLying() { isDoubtful = false }

  /// A card was read, and one more find right after that did or did not find it again.
  mutating func read(_ number: String, foundAgain: Bool) {
    last = number.hashValue
    findsAgain = foundAgain
    // The module has read a card since the line was opened: what it finds now is news again.
    isDoubtful = false
    media = .present
  }

  /// Whether the card read last may still lie there behind a "no card".
  var mayBeHidden: Bool { last != nil && !findsAgain }

  /// A module that reads without a find said whether the card still lies there.
  mutating func looked(isThere: Bool) {
    media = isThere ? .present : .notPresent
    if !isThere { last = nil }
  }

  /// The line was opened anew: cards may have come and gone, and a module that was without power
  /// finds a card again that it had read.
  mutating func reopened() {
    isDoubtful = last != nil
    media = .unknown
  }
}
