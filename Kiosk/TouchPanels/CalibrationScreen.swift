public import TextUI

/// Five crosses that a technician touches one after the other, and what comes of it.
public struct CalibrationScreen: Sendable {
  /// What has to be done after a step.
  public enum Step: Sendable, Equatable {
    case goOn
    case done(Calibration)
  }

  /// Near the corners and in the middle, in the order of a hand that goes round.
  static let places = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.5, 0.5)]

  private var touches: [PanelPoint] = []
  private var trouble: String?

  public init() {}

  /// Begins with the first cross again and says why.
  public mutating func beginAnew(_ reason: String) {
    touches = []
    trouble = reason
  }

  /// A finger came down; after the last cross that is a calibration, or the first cross again where
  /// the touches do not fit together.
  public mutating func touch(_ point: PanelPoint, size: Size) -> Step {
    if touches.count == Self.places.count { touches = [] }
    touches.append(point)
    guard touches.count == Self.places.count else { return .goOn }
    let pairs = touches.enumerated().map { index, touch in
      (panel: touch, screen: Self.middle(of: Self.cross(index, in: size), in: size))
    }
    guard let calibration = Calibration(touches: pairs) else {
      beginAnew("These touches did not fit together: once more.")
      return .goOn
    }
    return .done(calibration)
  }

  public func render(size: Size) -> Picture {
    var canvas = Canvas<Never>(size: size)
    let cross = Self.cross(touches.count, in: size)
    let page = Area(column: 0, row: 0, columns: size.columns, rows: size.rows)
    // Below the middle and above the lower crosses: no cross lies there.
    let row = size.rows * 13 / 20
    canvas.centre(
      "Touch the cross \(touches.count + 1) of \(Self.places.count).  Esc ends.", row: row,
      in: page,
      .strong)
    if let trouble { canvas.centre(trouble, row: row + 1, in: page, .warning) }
    canvas.write("──╋──", column: cross.column - 2, row: cross.row, .heading)
    canvas.write("┃", column: cross.column, row: cross.row - 1, .heading)
    canvas.write("┃", column: cross.column, row: cross.row + 1, .heading)
    return canvas.screen.picture
  }

  /// The cell in the middle of a cross.
  static func cross(_ index: Int, in size: Size) -> Position {
    let place = places[index % places.count]
    return Position(
      column: Int(Double(size.columns) * place.0), row: Int(Double(size.rows) * place.1))
  }

  private static func middle(of cell: Position, in size: Size) -> PanelPoint {
    PanelPoint(
      x: (Double(cell.column) + 0.5) / Double(max(1, size.columns)),
      y: (Double(cell.row) + 0.5) / Double(max(1, size.rows)))
  }
}
