import Hall

/// `did you mean "east"?` where a known word is near, or the words there are.
func suggestion(for word: String, among known: some Sequence<String>, plural: String) -> String {
  let words = known.filter { !$0.isEmpty }.sorted()
  if let nearest = nearest(to: word, among: words) { return "did you mean \"\(nearest)\"?" }
  guard !words.isEmpty else { return "there are no \(plural) yet" }
  let shown = words.prefix(12).joined(separator: ", ")
  return "the \(plural) are \(shown)\(words.count > 12 ? ", ..." : "")"
}
