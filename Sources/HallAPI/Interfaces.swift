/// The interface texts this module carries, by name; the real text that introspection serves.
public enum HallInterfaces {
  public static let hall = text(PackageResources.org_hallway_Hall_varlink)
  public static let cards = text(PackageResources.org_hallway_Cards_varlink)
  public static let queue = text(PackageResources.org_hallway_Queue_varlink)
  public static let counter = text(PackageResources.org_hallway_Counter_varlink)
  public static let reservations = text(PackageResources.org_hallway_Reservations_varlink)
  public static let cases = text(PackageResources.org_hallway_Cases_varlink)
  public static let letters = text(PackageResources.org_hallway_Letters_varlink)
  public static let ratings = text(PackageResources.org_hallway_Ratings_varlink)
  public static let figures = text(PackageResources.org_hallway_Figures_varlink)
  public static let notices = text(PackageResources.org_hallway_Notices_varlink)
  public static let guides = text(PackageResources.org_hallway_Guides_varlink)
  public static let devices = text(PackageResources.org_hallway_Devices_varlink)
  public static let privacy = text(PackageResources.org_hallway_Privacy_varlink)
  public static let help = text(PackageResources.org_hallway_Help_varlink)
  public static let scans = text(PackageResources.org_hallway_Scans_varlink)
  public static let cameras = text(PackageResources.org_hallway_Cameras_varlink)

  public static let all = [
    hall, cards, queue, counter, reservations, cases, letters, ratings, figures, notices, guides,
    privacy, help, devices, scans, cameras,
  ]

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
