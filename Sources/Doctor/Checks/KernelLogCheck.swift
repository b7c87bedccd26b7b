/// What the kernel says of USB ports: resets, devices that do not answer, too much current.
public struct KernelLogCheck: Sendable {
  let files: MachineFiles

  public init(_ files: MachineFiles) { self.files = files }

  /// Of one port.
  struct Trouble: Equatable {
    var resets = 0
    var failures = 0
    var last = ""
  }

  /// A cable that is pulled and plugged in leaves a reset or two; so many in the hour do not come of
  /// that.
  static let resetsThatMatter = 5
  /// A device that is plugged in half fails once or twice and then comes.
  static let failuresThatMatter = 3
  /// What is older was mended, or comes again.
  static let microsecondsThatMatter: Int64 = 3_600_000_000

  /// Longer than the largest ring buffer of Debian's kernels (CONFIG_LOG_BUF_SHIFT 17, and one more
  /// for each processor).
  private static let limit = 4 << 20

  public func examine() -> Examination {
    guard let records = KernelLog.read(files.path("/dev/kmsg"), limit: Self.limit) else {
      return Examination("kernel log", unseen: "/dev/kmsg is read by root alone")
    }
    let uptime = files.line("/proc/uptime").flatMap { Double($0.split(separator: " ").first ?? "") }
    let now = uptime.map { Int64($0 * 1_000_000) } ?? Int64.max
    let findings = Self.troubles(in: records, now: now).sorted { $0.key < $1.key }.compactMap(
      finding)
    return Examination("kernel log", findings)
  }

  private func finding(_ port: String, _ trouble: Trouble) -> Finding? {
    guard trouble.resets >= Self.resetsThatMatter || trouble.failures >= Self.failuresThatMatter
    else { return nil }
    return Finding(
      "usb.errors", about: "port \(port)", "the kernel has trouble with what is plugged in there",
      why: "Bad cable, bad port, too little power or a dying device: commands fail at random.",
      evidence: [
        "\(trouble.resets) resets and \(trouble.failures) failures in the last hour", trouble.last,
      ], mend: ["Another cable; then another port; then another device, in this order."])
  }

  /// What concerns each port, from the records of /dev/kmsg (Documentation/ABI/testing/dev-kmsg).
  static func troubles(in records: [String], now: Int64) -> [String: Trouble] {
    records.reduce(into: [:]) { troubles, record in
      guard let semicolon = record.firstIndex(of: ";") else { return }
      let head = record[..<semicolon].split(separator: ",", omittingEmptySubsequences: false)
      guard head.count > 2, let at = Int64(head[2]), now - at <= microsecondsThatMatter else {
        return
      }
      let message = record[record.index(after: semicolon)...]
      guard message.hasPrefix("usb "), let colon = message.firstIndex(of: ":") else { return }
      // "usb 1-2: ..." or, of a hub's port, "usb usb1-port2: ...".
      let port = message.dropFirst(4)[..<colon].replacing("usb", with: "").replacing(
        "-port", with: "-")
      let text = message[message.index(after: colon)...].lowercased()
      if text.contains("reset ") && text.contains("usb device") {
        troubles[String(port), default: Trouble()].resets += 1
      } else if failures.contains(where: text.contains) {
        troubles[String(port), default: Trouble()].failures += 1
      } else {
        return
      }
      troubles[String(port)]?.last = String(message.prefix(160))
    }
  }

  /// Of drivers/usb/core/hub.c.
  private static let failures = [
    "device descriptor read", "device not accepting address", "unable to enumerate", "over-current",
    "disabled by hub", "cannot enable", "cannot reset",
  ]
}
