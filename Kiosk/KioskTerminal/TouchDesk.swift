public import ArgumentParser
import Foundation
import PrivateFiles
public import TextUI
public import TouchPanels

/// What a front is told of the touch panel before it.
public struct TouchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read a touch panel directly: \"auto\", its name or its node in /dev/input.",
      discussion: "For terminals that report no touches. Nobody else gets its touches meanwhile."))
  public var touch: String?

  @Option(help: "The file of the panel's calibration; touch.json in $STATE_DIRECTORY.")
  public var calibration: String?

  @Flag(help: "Calibrate the panel first: five crosses to touch.")
  public var calibrate = false

  public init() {}
}

/// Touches of a panel that is read directly, as clicks on cells; and its calibration.
public struct TouchDesk: Sendable {
  /// Why there are no touches to be had, in a technician's words.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private let choice: TouchReader.Choice?
  private let path: String?
  private var calibration = Calibration.straight
  /// The crosses, while they are touched.
  private var crosses: CalibrationScreen?

  /// Reads the panel's calibration; a file that is not there is a panel that lies straight.
  ///
  /// - Throws: ``Failure`` where the file is no calibration, or where one could not be kept.
  public init(_ options: TouchOptions) throws(Failure) {
    choice = options.touch.map { $0 == "auto" ? .first : .named($0) }
    path =
      options.calibration
      ?? ProcessInfo.processInfo.environment["STATE_DIRECTORY"].map { $0 + "/touch.json" }
    if options.calibrate {
      guard choice != nil, path != nil else {
        throw Failure(
          description: "--calibrate needs --touch, and --calibration or $STATE_DIRECTORY")
      }
      // A file that is wrong is about to be replaced.
      crosses = CalibrationScreen()
    } else if choice != nil, let path, let bytes = FileManager.default.contents(atPath: path) {
      guard let kept = try? JSONDecoder().decode(Calibration.self, from: bytes) else {
        throw Failure(
          description: "\(path) is no calibration of a panel: delete it, or --calibrate")
      }
      calibration = kept
    }
  }

  /// Listens to the panel, where one is asked for, until the process ends.
  public func start(_ hear: @escaping @Sendable (PanelPoint) -> Void) {
    if let choice { TouchReader.start(choice, hear: hear) }
  }

  /// A finger came down: a click for the front, or nil where it was one for the calibration.
  public mutating func take(_ point: PanelPoint, size: Size) -> Hand? {
    guard crosses != nil else {
      return calibration.cell(point, in: size).map { .click($0, size) }
    }
    guard case .done(let found) = crosses?.touch(point, size: size) else { return nil }
    do {
      try keep(found)
      calibration = found
      crosses = nil
    } catch {
      crosses?.beginAnew("The calibration is not stored: \(error)")
    }
    return nil
  }

  /// Whether the front is not to hear of this, because the crosses are on the screen.
  public mutating func ignores(_ hand: Hand) -> Bool {
    guard crosses != nil else { return false }
    switch hand {
    case .key(.escape):
      crosses = nil
      return true
    case .key, .click: return true
    case .resized, .quit: return false
    }
  }

  /// What is shown instead of the front's own page, nil for nothing.
  public func page(size: Size) -> Picture? { crosses?.render(size: size) }

  private func keep(_ calibration: Calibration) throws {
    guard let path else { return }
    try PrivateFile.put(Array(JSONEncoder().encode(calibration)), at: path)
  }
}
