import Testing

/// Tests that talk over real sockets, one at a time: a raw peer blocks its thread while it waits,
/// and the pool all tests share has no more threads than the machine has cores.
@Suite(.serialized) enum OverSockets {
  static let add = #"{"method":"org.example.counter.Add","parameters":{"left":1,"right":2}}"#
}
