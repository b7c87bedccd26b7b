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
    let line = (SystemFile.text(of: "/etc/group", limit: 1 << 18) ?? "").split(separator: "\n")
      .first {
        $0.split(separator: ":", omittingEmptySubsequences: false).dropFirst(2).first == "\(id)"
      }
    return line?.split(separator: ":").first.map { "\($0)(\(id))" } ?? "\(id)"
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
