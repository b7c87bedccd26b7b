import DeviceKit
import Doctor
import Drivers
import Glibc
import Testing

@Suite struct `The doctor and hardware` {
  private let machine: FakeMachine
  private let reader = HardwareNode(
    .usb, path: "/dev/bus/usb/001/004", sysPath: "/sys/devices/usb1/1-2",
    ids: USBID(0x0400, 0xC35A), port: "1-2", interfaces: [InterfaceClass(0xFF, 0, 0)])

  init() throws {
    machine = try FakeMachine()
    try machine.put(
      "/etc/passwd", "root:x:0:0:::\nhallway:x:777:777::/var/lib/hallway:/bin/false\n")
    try machine.put("/etc/group", "root:x:0:\nhallway:x:777:\nhallway-devices:x:778:\n")
    try machine.put(
      "/usr/lib/systemd/system/hallwayd.service",
      "[Service]\nUser=hallway\nGroup=hallway\nSupplementaryGroups=hallway-devices lp\n")
    try machine.put("/sys/devices/usb1/1-2/power/control", "on\n")
    try machine.put(reader.path, mode: 0o660)
  }

  private func words() -> [String] {
    HardwareCheck(machine.files, nodes: [reader], drivers: allDrivers.map(\.descriptor)).examine()
      .findings.map(\.word)
  }

  @Test func `a node of the service's group is no finding`() throws {
    chown(machine.root + reader.path, 0, 778)
    #expect(words().isEmpty)
  }

  @Test func `a node of root alone is named with its mode and what mends it`() throws {
    chown(machine.root + reader.path, 0, 0)
    let found = HardwareCheck(
      machine.files, nodes: [reader], drivers: allDrivers.map(\.descriptor)
    ).examine().findings
    #expect(found.map(\.word) == ["device.permission"])
    #expect(found.first?.subject == reader.path)
    #expect(found.first?.evidence.first == "mode 0660, user root, group root")
    #expect(found.first?.evidence.last?.contains("hallway-devices") == true)
  }

  @Test func `a reader that may fall asleep is named`() throws {
    chown(machine.root + reader.path, 0, 778)
    try machine.put("/sys/devices/usb1/1-2/power/control", "auto\n")
    #expect(words() == ["device.autosuspend"])
  }

  @Test func `who else holds a device is named, and the service is nobody else`() throws {
    chown(machine.root + reader.path, 0, 778)
    try machine.put("/proc/41/comm", "hallwayd\n")
    try machine.link("/proc/41/fd/7", to: reader.path)
    #expect(words().isEmpty)
    try machine.put("/proc/42/comm", "cupsd\n")
    try machine.link("/proc/42/fd/9", to: reader.path)
    #expect(words() == ["device.held"])
  }

  @Test func `brltty is named where it runs`() throws {
    chown(machine.root + reader.path, 0, 778)
    try machine.put("/proc/43/comm", "brltty\n")
    #expect(words() == ["device.meddler"])
  }

  @Test func `a thing that no driver knows is nobody's business`() throws {
    let mouse = HardwareNode(
      .usb, path: reader.path, sysPath: reader.sysPath, ids: USBID(0x046D, 0xC077), port: "1-3")
    let check = HardwareCheck(machine.files, nodes: [mouse], drivers: allDrivers.map(\.descriptor))
    #expect(check.examine().findings.isEmpty)
  }

  // MARK: Rules

  @Test func `rules that are missing, stale and hidden by another file`() throws {
    let wanted = UdevRules(drivers: allDrivers.map(\.descriptor)).text
    func words() -> [String] {
      UdevCheck(machine.files, wanted: wanted).examine().findings.map(\.word)
    }
    #expect(words() == ["udev.missing"])
    try machine.put("/usr/lib/udev/rules.d/60-hallway.rules", wanted)
    #expect(words().isEmpty)
    try machine.put("/etc/udev/rules.d/60-hallway.rules", "# an old one\n")
    #expect(words() == ["udev.stale"])
    try machine.put("/etc/udev/rules.d/60-hallway.rules", "# another remark\n" + wanted)
    #expect(words().isEmpty)
  }

  // MARK: The kernel's log

  private func log(_ lines: [String]) throws -> [Finding] {
    try machine.put("/proc/uptime", "5000.00 1.0\n")
    try machine.put("/dev/kmsg", lines.joined(separator: "\n") + "\n")
    return KernelLogCheck(machine.files).examine().findings
  }

  @Test func `a port that resets again and again is named`() throws {
    let lines = (0..<6).map {
      "6,\(900 + $0),\(4_000_000_000 + $0),-;usb 1-2: reset full-speed USB device number 4 using xhci_hcd"
    }
    let found = try log(lines)
    #expect(found.map(\.subject) == ["port 1-2"])
    #expect(found.first?.evidence.first == "6 resets and 0 failures in the last hour")
  }

  @Test func `a hub's port that cannot enumerate is named by the port's own name`() throws {
    let found = try log([
      "3,1,4900000000,-;usb 1-3: device descriptor read/64, error -71",
      "3,2,4900000001,-;usb 1-3: device not accepting address 7, error -71",
      "3,3,4900000002,-;usb usb1-port3: unable to enumerate USB device",
    ])
    #expect(found.map(\.subject) == ["port 1-3"])
  }

  @Test func `one reset, an old one, a plug and a line of something else are none`() throws {
    let old = (0..<9).map { "6,\($0),\($0),-;usb 1-2: reset full-speed USB device number 4" }
    #expect(
      try log(
        old + [
          "6,20,4900000000,-;usb 1-2: reset full-speed USB device number 4 using xhci_hcd",
          "6,21,4900000001,-;usb 1-2: new full-speed USB device number 5 using xhci_hcd",
          "6,22,4900000002,-;usb 1-2: USB disconnect, device number 4", "no record", ";",
          "6,1,x,-;usb 1-1: reset",
        ]
      ).isEmpty)
  }
}
