/// How much one peer, and all together, may cost a server.
public struct ServerLimits: Sendable {
  /// Largest incoming message in bytes (systemd's sd-varlink: 16 MiB).
  public var messageBytes = 16 << 20
  /// Connections of all peers together (sd-varlink: 4096).
  public var connections = 4096
  /// Connections of one user (sd-varlink: 1024).
  public var connectionsPerUser = 1024
  /// How long a begun message may take to arrive: a peer that stops in the middle is half open
  /// (sd-varlink's 45 s).
  public var messageDeadline = Duration.seconds(45)
  /// How long a connection may stay without any call; clients hold theirs between customers.
  public var idleDeadline = Duration.seconds(15 * 60)
  /// Replies a peer has not read yet; above it the server stops answering that peer.
  public var unreadReplyBytes = 1 << 20
  /// How long a peer may stay above `unreadReplyBytes` before it is closed.
  public var writeDeadline = Duration.seconds(30)
  /// Calls read ahead while one is being answered; above it the peer's writes block.
  public var pipelinedBytes = 64 << 10
  /// How long calls under way may take when the server stops; streams end at once.
  public var drainDeadline = Duration.seconds(5)

  public init() {}
}
