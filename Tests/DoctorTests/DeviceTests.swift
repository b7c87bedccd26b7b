import CUPSSpooling
import DeviceKit
import HallAPI
import Testing

@testable import Doctor

@Suite struct `The doctor and the hall's devices` {
  private func device(
    _ id: String, _ address: String, state: String = "ready", fault: String? = nil,
    kind: String = "idCardReader", paper: String? = nil, recovery: String? = nil
  ) -> DevicesInterface.Device {
    .init(
      id: id, kind: kind, address: address, window: nil, state: state,
      availability: state == "ready" ? "online" : "offline", fault: fault, detail: nil,
      since: "2026-11-26T09:00:00+08:00", recovery: recovery, paper: paper, media: nil, cover: nil,
      cutter: nil)
  }

  private func node(_ port: String, serial: String? = nil) -> HardwareNode {
    HardwareNode(
      .usb, path: "/dev/bus/usb/001/\(port)", sysPath: "/sys/\(port)", ids: USBID(0x0400, 0xC35A),
      port: port, serial: serial)
  }

  @Test(arguments: [
    ("paperOut", "device.paperOut"), ("coverOpen", "device.coverOpen"),
    ("cutterError", "device.jam"), ("permissionDenied", "device.permission"),
    ("busy", "device.held"), ("silent", "device.silent"), ("protocolError", "device.garbage"),
    ("hardwareError", "device.hardware"), ("overloaded", "device.overloaded"),
    ("unplugged", "device.unplugged"), ("absent", "device.unplugged"),
  ])
  func `every fault has a word, evidence and something to do`(_ fault: String, _ word: String)
    throws
  {
    let found = try #require(
      DeviceFinding.of(device("a", "usb:auto", state: "faulted", fault: fault)))
    #expect(found.word == word)
    #expect(!found.mend.isEmpty && found.evidence[0].contains(fault))
  }

  @Test func `a line that garbles is told of its speed, a cable of USB is not`() throws {
    let line = try #require(
      DeviceFinding.of(
        device("a", "serial:/dev/ttyS0?baud=9600", state: "faulted", fault: "protocolError")))
    #expect(line.mend[0].contains("baud"))
    let usb = try #require(
      DeviceFinding.of(device("a", "usb:auto", state: "faulted", fault: "protocolError")))
    #expect(!usb.mend[0].contains("baud"))
  }

  @Test func `well, opening and low on paper`() throws {
    #expect(DeviceFinding.of(device("a", "usb:auto")) == nil)
    #expect(DeviceFinding.of(device("a", "usb:auto", state: "opening")) == nil)
    #expect(DeviceFinding.of(device("a", "usb:auto", paper: "low"))?.weight == .warning)
    let wedged = try #require(
      DeviceFinding.of(
        device("a", "usb:auto", state: "faulted", fault: "silent", recovery: "callTechnician")))
    #expect(wedged.mend[0].contains("power"))
  }

  // MARK: Ports

  private func words(_ devices: [DevicesInterface.Device], _ nodes: [HardwareNode]) -> [String] {
    PortCheck(devices, nodes: nodes).examine().findings.map { "\($0.word) \($0.subject)" }
  }

  @Test func `a unit at another port is found there`() {
    let missing = device("a", "usb:0400:c35a@1-1", state: "absent", fault: "absent")
    #expect(words([missing], [node("1-4")]) == ["device.moved a"])
    #expect(words([missing], []).isEmpty)
    #expect(words([device("a", "usb:0400:c35a@1-1")], [node("1-1"), node("1-4")]).isEmpty)
  }

  @Test func `a unit that another device of the hall uses is not taken for the missing one`() {
    let missing = device("a", "usb:0400:c35a@1-1", state: "absent", fault: "absent")
    #expect(words([missing, device("b", "usb:0400:c35a@1-2")], [node("1-2")]).isEmpty)
  }

  @Test func `two units with serial numbers that were swapped are one finding`() {
    let first = device("a", "usb:0400:c35a@1-1#S1", state: "absent", fault: "absent")
    let second = device("b", "usb:0400:c35a@1-2#S2", state: "absent", fault: "absent")
    let nodes = [node("1-1", serial: "S2"), node("1-2", serial: "S1")]
    #expect(words([first, second], nodes) == ["device.swapped a, b"])
  }

  @Test func `a queue that is stopped or takes nothing`() {
    func word(_ state: PrinterReport.State, accepting: Bool) -> String? {
      SpoolerCheck.finding(
        device: "a4", queue: "office",
        .init(state: state, isAccepting: accepting, reasons: ["paused"]))?.mend.first
    }
    #expect(word(.idle, accepting: true) == nil)
    #expect(word(.stopped, accepting: true) == "cupsenable office")
    #expect(word(.idle, accepting: false) == "cupsaccept office")
  }
}
