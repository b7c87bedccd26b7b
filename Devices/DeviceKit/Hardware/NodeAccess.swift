import Glibc

/// Opening device nodes, and telling a technician why one cannot be opened.
enum NodeAccess {
  /// udev's rules run after the node has appeared: for a moment after a plug only root may open it
  /// (trap 5; libusb issues 168, 718 and 1586 saw up to a second).
  static let patience: Duration = .seconds(2)

  /// Blocks for up to `patience`; `rule` is the udev rule that would give this process the node.
  static func open(
    _ path: String, _ flags: Int32, rule: String, patience: Duration = patience,
    using call: (String, Int32) -> Int32 = { Glibc.open($0, $1) }
  ) -> Result<Int32, DeviceFault> {
    let end = Deadline.after(patience)
    var backoff = Backoff(first: .milliseconds(25), limit: .milliseconds(250))
    while true {
      let raw = call(path, flags | O_CLOEXEC)
      if raw >= 0 { return .success(raw) }
      let failure = errno
      guard failure == EACCES || failure == EPERM else {
        return .failure(.system(failure, "open \(path)"))
      }
      guard Deadline.now < end else { return .failure(denied(path, rule: rule)) }
      pause(backoff.pause())
    }
  }

  /// What a technician needs to mend it (trap 4).
  static func denied(_ path: String, rule: String) -> DeviceFault {
    var status = stat()
    guard stat(path, &status) == 0 else { return .system(errno, path) }
    let mode = String(status.st_mode & 0o7777, radix: 8)
    let ours = ([getegid()] + supplementaryGroups()).map(groupName)
    return DeviceFault(
      .permissionDenied,
      "\(path) has mode 0\(mode), user \(status.st_uid), group \(groupName(status.st_gid)); "
        + "this process is user \(geteuid()) in \(Set(ours).sorted().joined(separator: ", ")). "
        + "Install Hallway's udev rules, or: \(rule)")
  }

  private static func supplementaryGroups() -> [gid_t] {
    let count = getgroups(0, nil)
    guard count > 0 else { return [] }
    var groups = [gid_t](repeating: 0, count: Int(count))
    return Array(groups.prefix(max(0, Int(getgroups(count, &groups)))))
  }

  /// By /etc/group alone: getgrgid(3) may ask a directory server and wait for it.
  private static func groupName(_ id: gid_t) -> String {
    let line = (contents(of: "/etc/group", limit: 1 << 18) ?? "").split(separator: "\n").first {
      $0.split(separator: ":", omittingEmptySubsequences: false).dropFirst(2).first == "\(id)"
    }
    return line?.split(separator: ":").first.map { "\($0)(\(id))" } ?? "\(id)"
  }

  // MARK: sysfs

  /// The first line of an attribute.
  static func text(of path: String) -> String? {
    contents(of: path, limit: 4096)?.split(separator: "\n").first.map(String.init)
  }

  /// What a symbolic link points to.
  static func link(_ path: String) -> String? {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &target, target.count)
    guard count > 0 else { return nil }
    return String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The last part of it.
  static func linkName(_ path: String) -> String? {
    link(path)?.split(separator: "/").last.map(String.init)
  }

  private static func contents(of path: String, limit: Int) -> String? {
    bytes(of: path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
  }

  /// At most `limit` bytes of a small file; nil where it cannot be read.
  static func bytes(of path: String, limit: Int) -> [UInt8]? {
    let raw = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard raw >= 0 else { return nil }
    let descriptor = Descriptor(raw)
    var all: [UInt8] = []
    while all.count < limit {
      let piece = [UInt8](unsafeUninitializedCapacity: min(4096, limit - all.count)) {
        buffer, used in
        used = max(
          0, retryingInterrupts { read(descriptor.raw, buffer.baseAddress, buffer.count) })
      }
      if piece.isEmpty { break }
      all += piece
    }
    return all
  }
}

extension HardwareNode {
  /// The udev rule that opens this node to the hall.
  var rule: String {
    let ids =
      switch (subsystem, self.ids) {
      case (.usb, let ids?):
        ", ATTR{idVendor}==\"\(USBID.four(ids.vendor))\""
          + ", ATTR{idProduct}==\"\(USBID.four(ids.product))\""
      case (_, let ids?):
        ", ATTRS{idVendor}==\"\(USBID.four(ids.vendor))\""
          + ", ATTRS{idProduct}==\"\(USBID.four(ids.product))\""
      case (_, nil): ""
      }
    return "SUBSYSTEM==\"\(subsystem.rawValue)\"\(ids), GROUP=\"hallway\", MODE=\"0660\""
  }
}

/// Sleeps on a thread that is nobody's but the caller's.
func pause(_ duration: Duration) {
  var entry = pollfd(fd: -1, events: 0, revents: 0)
  _ = poll(&entry, 1, Deadline.after(duration).pollTimeout)
}
