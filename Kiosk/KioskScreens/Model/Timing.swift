/// How long the kiosk waits for people, in seconds. No rule gives numbers (standards.md 2.10);
/// each has its reason here.
public enum Timing {
  /// Time to read a screen aloud to someone and to look for one's glasses.
  public static let idle: Int64 = 60
  /// The paper is in the hand: enough to read the number again, short enough for the next person.
  public static let finished: Int64 = 20
  /// The warning before a screen goes away.
  public static let countdown: Int64 = 10
  /// In elder mode nobody is hurried: as long as a slow reader needs for a whole screen, or for all
  /// reasons of a rating.
  public static let unhurried: Int64 = 180
  /// And the warning stands long enough to find one's glasses; it counts no seconds.
  public static let unhurriedWarning: Int64 = 30
  /// What not to forget stands on the home screen for as long as it takes to turn round once more.
  public static let reminder: Int64 = 10
  /// One question to the reader: shorter than `idle`, so that its end is said in words before
  /// the screen goes home.
  public static let cardWait = 45
  /// How old the list of services may get on the home screen.
  public static let refresh: Int64 = 30
  /// Waits between two tries to reach the service; the last one repeats.
  public static let backOff: [Int64] = [1, 2, 4, 8]

  static func backOff(attempt: Int) -> Int64 {
    backOff[max(0, min(attempt, backOff.count - 1))]
  }
}
