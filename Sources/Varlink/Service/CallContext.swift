import Glibc
import NIOCore

/// Who is at the other end of a Unix socket, as the kernel recorded it at connect (SO_PEERCRED).
public struct PeerCredentials: Sendable, Hashable {
  public let pid: Int32
  public let uid: UInt32
  public let gid: UInt32

  public init(pid: Int32, uid: UInt32, gid: UInt32) {
    self.pid = pid
    self.uid = uid
    self.gid = gid
  }
}

/// What a handler may know about the call it answers.
public struct CallContext: Sendable {
  /// Qualified method name.
  public let method: String
  /// Nil when the transport is not a Unix socket.
  public let peer: PeerCredentials?
  /// The caller set `more` and reads a stream of replies.
  public let wantsMore: Bool
  /// The caller set `oneway`: nothing the handler returns or throws is sent.
  public let isOneway: Bool
  /// Differs for every connection of a server; the same for all calls of one connection.
  public let connection: UInt64

  public init(
    method: String, peer: PeerCredentials?, wantsMore: Bool = false, isOneway: Bool = false,
    connection: UInt64 = 0
  ) {
    self.method = method
    self.peer = peer
    self.wantsMore = wantsMore
    self.isOneway = isOneway
    self.connection = connection
  }
}

extension PeerCredentials {
  /// Reads SO_PEERCRED of a connected channel; nil when the socket has none.
  static func of(_ channel: any Channel) -> EventLoopFuture<PeerCredentials?> {
    guard let provider = channel as? any SocketOptionProvider else {
      return channel.eventLoop.makeSucceededFuture(nil)
    }
    // struct ucred { pid_t pid; uid_t uid; gid_t gid; } is not visible through Glibc's module.
    let ucred: EventLoopFuture<(Int32, UInt32, UInt32)> = provider.unsafeGetSocketOption(
      level: .socket, name: .init(rawValue: SO_PEERCRED))
    return ucred.map { pid, uid, gid in
      // A socket without credentials answers pid 0 and uid (uid_t)-1.
      uid == UInt32.max ? nil : PeerCredentials(pid: pid, uid: uid, gid: gid)
    }.flatMapErrorThrowing { _ in nil }
  }
}
