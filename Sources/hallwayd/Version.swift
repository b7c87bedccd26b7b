/// The version all of Hallway's programs carry.
enum Version {
  static let text = "0.1.0"
}
