import DeviceKit
import HallAPI
import HallService
import Testing
import Varlink

struct `Scanners` {
  @Test func `give each code to the one caller who awaits it`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      let other = try await hall.connect()
      var codes: [ScansInterface.Code?] = []
      async let shown: Void = {
        await hall.scanner.untilAwaited()
        await hall.scanner.scan("first")
      }()
      for try await reply in client.more(ScansInterface.Await.self, .init(timeoutSeconds: 600)) {
        codes.append(reply.code)
        if codes.count == 2 { break }
        let busy = await refusal {
          for try await _ in other.more(ScansInterface.Await.self, .init(scanner: "scanner")) {}
        }
        #expect(busy?.decode(ScansInterface.ScannerBusy.self)?.scanner == "scanner")
        await hall.scanner.scan("second")
      }
      await shown
      #expect(codes.map { $0?.text } == ["first", "second"])
      #expect(codes.first??.symbology == "Q1")
      await other.close()
    }
  }

  @Test func `end a wait without a code, and are free again`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      for _ in 0..<2 {
        var replies: [ScansInterface.Code?] = []
        for try await reply in client.more(ScansInterface.Await.self, .init(timeoutSeconds: 1)) {
          replies.append(reply.code)
        }
        #expect(replies == [nil])
      }
      let late = await refusal {
        for try await _ in client.more(ScansInterface.Await.self, .init(timeoutSeconds: 601)) {}
      }
      #expect(late?.standard == .invalidParameter("timeoutSeconds"))
      let unknown = await refusal {
        for try await _ in client.more(ScansInterface.Await.self, .init(scanner: "none")) {}
      }
      #expect(unknown?.decode(ScansInterface.NoScanner.self) != nil)
    }
  }
}

struct `Cameras` {
  @Test func `hand over a picture or say what is wrong with them`() async throws {
    let hall = try TestHall()
    try await hall.open { client in
      let picture = try await client.call(CamerasInterface.Snapshot.self, .init()).picture
      #expect(picture == .init(jpeg: "/9j/", width: 4, height: 3))
      let unknown = await refusal {
        _ = try await client.call(CamerasInterface.Snapshot.self, .init(camera: "none"))
      }
      #expect(unknown?.decode(CamerasInterface.NoCamera.self) != nil)
      await hall.camera.will(DeviceFault(.unplugged, "gone"))
      let fault = await refusal {
        _ = try await client.call(CamerasInterface.Snapshot.self, .init())
      }
      #expect(fault?.decode(CamerasInterface.CameraFault.self)?.fault == "unplugged")
    }
  }
}
