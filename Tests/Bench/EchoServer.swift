import Glibc

/// Sends back what comes, one blocking thread a connection: as bare as a server can be.
enum EchoServer {
  static func serve(_ path: String) throws {
    let listener = try BlockingSocket.listen(path)
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { throw BenchFailure("accept: errno \(errno)") }
      var thread = pthread_t()
      let boxed = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
      boxed.initialize(to: descriptor)
      pthread_create(
        &thread, nil,
        { argument in
          guard let boxed = argument?.assumingMemoryBound(to: Int32.self) else { return nil }
          let socket = BlockingSocket(adopting: boxed.pointee)
          boxed.deallocate()
          socket.echo()
          return nil
        }, boxed)
      pthread_detach(thread)
    }
  }
}
