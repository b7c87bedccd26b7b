public import TextUI

/// How places on a panel become places on the screen: turned, mirrored, stretched, shifted.
///
/// Kept as a file, `{"screen": [[a, b, c], [d, e, f]]}`: x on the screen is a·x + b·y + c, likewise y.
public struct Calibration: Hashable, Sendable, Codable {
  /// Two rows of three numbers.
  private let screen: [[Double]]

  /// A panel that lies on its screen as it should.
  public static let straight = Calibration(rows: [[1, 0, 0], [0, 1, 0]])

  /// Of a good panel's numbers each is about 1 or 0; a file with others is none of ours.
  private static let largest = 10.0
  /// How far a touched cross may lie from where the solution has it, as a part of the screen: a
  /// finger's width. A cross that was missed by more spoils all.
  private static let furthest = 0.05

  private init(rows: [[Double]]) { screen = rows }

  public init(from decoder: any Decoder) throws {
    let rows = try decoder.container(keyedBy: CodingKeys.self).decode(
      [[Double]].self, forKey: .screen)
    guard rows.count == 2, rows.allSatisfy({ $0.count == 3 }),
      rows.joined().allSatisfy({ $0.isFinite && abs($0) <= Self.largest })
    else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no calibration of a panel"))
    }
    screen = rows
  }

  /// The best that explains these touches of places on the screen; nil where they lie on one line, are
  /// fewer than three, or one of them was elsewhere.
  public init?(touches: [(panel: PanelPoint, screen: PanelPoint)]) {
    guard touches.count >= 3 else { return nil }
    // Least squares: the normal equations of (x, y, 1), solved by Cramer's rule.
    var sums = [[Double]](repeating: [0, 0, 0], count: 3)
    var right = [[Double]](repeating: [0, 0, 0], count: 2)
    for (panel, screen) in touches {
      let terms = [panel.x, panel.y, 1]
      for row in 0..<3 {
        for column in 0..<3 { sums[row][column] += terms[row] * terms[column] }
        right[0][row] += screen.x * terms[row]
        right[1][row] += screen.y * terms[row]
      }
    }
    let whole = Self.determinant(sums)
    guard whole.isFinite, abs(whole) > 1e-6 else { return nil }
    let rows = right.map { side in
      (0..<3).map { column in
        var replaced = sums
        for row in 0..<3 { replaced[row][column] = side[row] }
        return Self.determinant(replaced) / whole
      }
    }
    guard rows.joined().allSatisfy({ $0.isFinite && abs($0) <= Self.largest }) else { return nil }
    let solution = Calibration(rows: rows)
    for (panel, screen) in touches {
      let found = solution.place(panel)
      guard abs(found.x - screen.x) <= Self.furthest, abs(found.y - screen.y) <= Self.furthest
      else { return nil }
    }
    self = solution
  }

  /// The cell under a finger; beyond the edge, that at the edge. Nil where there is no cell.
  public func cell(_ point: PanelPoint, in size: Size) -> Position? {
    guard size.columns > 0, size.rows > 0 else { return nil }
    let place = place(point)
    guard place.x.isFinite, place.y.isFinite else { return nil }
    func index(_ share: Double, of count: Int) -> Int {
      // Clamped before it becomes a whole number, which would trap beyond Int.
      Int(min(max(share * Double(count), 0), Double(count - 1)))
    }
    return Position(column: index(place.x, of: size.columns), row: index(place.y, of: size.rows))
  }

  private func place(_ point: PanelPoint) -> PanelPoint {
    func along(_ row: [Double]) -> Double { row[0] * point.x + row[1] * point.y + row[2] }
    return PanelPoint(x: along(screen[0]), y: along(screen[1]))
  }

  private static func determinant(_ m: [[Double]]) -> Double {
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
      - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
      + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
  }
}
