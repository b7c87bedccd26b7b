import Glibc
public import HallAPI
import Varlink

/// The running hall: its socket, and what it says of its devices.
public struct HallCheck: Sendable {
  let files: MachineFiles
  let socket: String

  public init(_ files: MachineFiles, socket: String) {
    self.files = files
    self.socket = socket
  }

  /// A local service answers at once; one that does not in this time serves nobody.
  private static let patience = Duration.seconds(5)

  /// What the hall says of its devices, for further checks.
  public struct Answer: Sendable {
    public let examination: Examination
    public let devices: [DevicesInterface.Device]
  }

  public func examine() async -> Answer {
    if let finding = door {
      return Answer(examination: Examination("hall", [finding]), devices: [])
    }
    let client: VarlinkClient
    do {
      client = try await VarlinkClient.connect(unixSocket: socket, deadline: Self.patience)
    } catch {
      return Answer(examination: Examination("hall", [silent("\(error)")]), devices: [])
    }
    let answer = await ask(client)
    await client.close()
    return answer
  }

  /// What is wrong with the socket before anybody is asked.
  private var door: Finding? {
    guard let standing = files.standing(socket) else {
      return Finding(
        "hall.absent", about: socket, "there is no socket",
        why: "No front reaches the hall; its service is not running or serves another socket.",
        mend: ["systemctl enable --now hallwayd.socket", "journalctl -u hallwayd -n 50"])
    }
    guard standing.type == S_IFSOCK else {
      return Finding(
        "hall.nosocket", about: socket, "this is no socket",
        why: "The service cannot serve where something else lies.",
        mend: ["rm \(socket) && systemctl restart hallwayd.socket"])
    }
    guard access(files.path(socket), R_OK | W_OK) == 0 else {
      let group = Accounts(files).name(ofGroup: standing.group)
      return Finding(
        "hall.forbidden", .warning, about: socket, "this user may not open the socket",
        why: "Whoever is to use the hall's commands is in its group.",
        evidence: ["mode \(standing.octal), group \(group)"],
        mend: ["usermod -aG \(group) USER   # then sign in again"])
    }
    return nil
  }

  private func silent(_ evidence: String) -> Finding {
    Finding(
      "hall.silent", about: socket, "the hall gives no answer",
      why: "Kiosks say that the service is coming back until it does.", evidence: [evidence],
      mend: ["systemctl restart hallwayd", "journalctl -u hallwayd -n 50"])
  }

  private func ask(_ client: VarlinkClient) async -> Answer {
    do {
      _ = try await client.call(
        HallInterface.Describe.self, NoParameters(), deadline: Self.patience)
    } catch {
      return Answer(examination: Examination("hall", [silent("\(error)")]), devices: [])
    }
    do {
      let devices = try await client.call(
        DevicesInterface.List.self, NoParameters(), deadline: Self.patience
      ).devices
      return Answer(
        examination: Examination("hall", devices.compactMap(DeviceFinding.of)), devices: devices)
    } catch let error as VarlinkRemoteError where error.standard == .permissionDenied {
      return Answer(
        examination: Examination(
          "hall", unseen: "this user is no technician of the hall; see access in hallway.yaml(5)"),
        devices: [])
    } catch {
      return Answer(examination: Examination("hall", [silent("\(error)")]), devices: [])
    }
  }
}
