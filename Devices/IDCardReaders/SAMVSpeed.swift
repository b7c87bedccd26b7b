import DeviceKit
import Glibc

/// Opens the line of a module that is switched on at another speed than the hall wants (A.2).
///
/// The address names the speed the line is to have. A module that does not answer at that speed is
/// told, at the speed it has after power-on, to change.
struct SAMVSpeed {
  /// Between the module's answer, still at the old speed, and the first byte at the new one (A.2).
  static let settling: Duration = .milliseconds(5)

  let powerOn: SAMV.Baud

  func opener(around open: @escaping LinkOpener) -> LinkOpener {
    { [powerOn] request, waker throws(DeviceFault) in
      guard let target = request.address.baud.flatMap({ SAMV.Baud(speed: $0) }), target != powerOn
      else { return try open(request, waker) }
      var conversation = SAMVConversation(over: .serial)
      do {
        // It may have been told before: the hall was started anew and the module was not.
        let link = try open(request, waker)
        do throws(DeviceFault) {
          _ = try conversation.demand(.moduleStatus, on: link)
          return link
        } catch  where error.code != .silent && error.code != .protocolError {
          throw error
        } catch {
          // Silent, or noise at the wrong speed. The link closes here: a line has one owner.
        }
      }
      do {
        let address = request.address.at(baud: powerOn.speed)
        let link = try open(LinkRequest(address, matches: request.matches), waker)
        _ = try conversation.demand(.setBaud(target), on: link)
      }
      // On the device's own thread, and shorter than a tick of the scheduler.
      usleep(UInt32(Self.settling.components.attoseconds / 1_000_000_000_000))
      return try open(request, waker)
    }
  }
}

extension DeviceAddress {
  /// The speed of a serial line; nil for everything else.
  fileprivate var baud: Int? {
    switch self {
    case .serial(_, let baud), .hardware(.serial, _, let baud): baud
    default: nil
    }
  }

  fileprivate func at(baud: Int) -> DeviceAddress {
    switch self {
    case .serial(let path, _): .serial(path: path, baud: baud)
    case .hardware(.serial, let selector, _): .hardware(.serial, selector, baud: baud)
    default: self
    }
  }
}
