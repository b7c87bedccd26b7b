/// The known word that a slip of the hand most likely meant, nil where none is close.
public func nearest(to word: String, among known: [String]) -> String? {
  // Words longer than any key of ours are not slips, and the distance below is quadratic.
  guard word.count <= 40 else { return nil }
  let distances = known.map { (word: $0, distance: distance(word, $0)) }
  guard let best = distances.min(by: { $0.distance < $1.distance }),
    best.distance <= max(1, word.count / 3)
  else { return nil }
  return best.word
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
private func distance(_ a: String, _ b: String) -> Int {
  let a = Array(a.lowercased())
  let b = Array(b.lowercased())
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        best = min(best, beforeLast[j - 1] + 1)
      }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
