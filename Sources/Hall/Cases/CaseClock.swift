/// The law's clocks of a case.
public enum CaseClock {
  /// Working days within which a body says whether it takes an application, or which documents are
  /// missing (行政许可法 art. 32(4)).
  public static let intakeDays = 5
}
