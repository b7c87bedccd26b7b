import Glibc
import Testing

@testable import DeviceSimulators

@Suite struct SimulatedHallTests {
  private func hall(_ scratch: Scratch) throws -> SimulatedHall {
    var plan = SimulatedHall.Plan(
      state: scratch.path, printerProfile: PrinterProfile(charset: try HanTable.gb18030()))
    plan.reader = "reader"
    plan.printer = "printer"
    plan.pads = [1, 3]
    return try SimulatedHall(plan) { Issue.record("\($0)") }
  }

  @Test func `devices have addresses that stay, and links that go`() async throws {
    let scratch = try Scratch()
    let hall = try hall(scratch)
    try hall.plugEverything()
    let before = hall.devices
    #expect(before.map(\.id) == ["reader", "printer", "pad-1", "pad-3"])
    #expect(before.filter(\.isConnected).count == 4)
    #expect(before.first?.address == "serial:\(scratch.path)/devices/reader")
    for id in before.map(\.id) { try await hall.unplug(id) }
    #expect(hall.devices.filter(\.isConnected).isEmpty)
    #expect(access(scratch.path + "/devices/pad-3", F_OK) != 0)
    for id in before.map(\.id) { try hall.plug(id) }
    #expect(hall.devices.map(\.address) == before.map(\.address))
    await hall.close()
    #expect(access(scratch.path + "/devices", F_OK) != 0)
  }

  @Test func `cards come in turn, by kind and by person`() throws {
    let hall = try hall(try Scratch())
    let everybody = InventedPerson.everybody
    let placed = try everybody.map { _ in try hall.placeCard().id }
    #expect(placed == everybody.map(\.id))
    #expect(try hall.placeCard().id == everybody[0].id)
    #expect(try hall.placeCard(kind: .permit).face.kind == .permit)
    #expect(try hall.placeCard(person: "欧阳测试").id == "ouyang")
    #expect(throws: SimulatedHallError.noSuchPerson("nobody")) {
      try hall.placeCard(person: "nobody")
    }
    #expect(throws: SimulatedHallError.noSuchPerson("ouyang")) {
      try hall.placeCard(kind: .permit, person: "ouyang")
    }
    try hall.removeCard()
    #expect(throws: SimulatedHallError.noCard) { try hall.removeCard() }
  }

  @Test func `pads go by device or by window, and know their keys`() throws {
    let hall = try hall(try Scratch())
    try hall.press(5, onPad: "pad-3")
    try hall.press(1, onPad: "3")
    #expect(throws: SimulatedHallError.badKey(6)) { try hall.press(6, onPad: "3") }
    #expect(throws: SimulatedHallError.noSuchDevice("2")) { try hall.press(1, onPad: "2") }
  }

  @Test func `a hall without a reader says so`() async throws {
    let scratch = try Scratch()
    let plan = SimulatedHall.Plan(
      state: scratch.path, printerProfile: PrinterProfile(charset: try HanTable.gb18030()))
    let hall = try SimulatedHall(plan) { Issue.record("\($0)") }
    #expect(throws: SimulatedHallError.noSuchDevice("reader")) { try hall.placeCard() }
    #expect(throws: SimulatedHallError.noSuchDevice("printer")) { try hall.usePrinter { _ in } }
    await #expect(throws: SimulatedHallError.noSuchDevice("lamp")) { try await hall.unplug("lamp") }
    #expect(throws: SimulatedHallError.noSuchDevice("lamp")) { try hall.plug("lamp") }
  }
}
