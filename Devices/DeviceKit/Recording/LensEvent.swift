import JPEG

/// What crosses a ``FrameLink``, as a recording tells it. No picture is ever written down: of a frame
/// the recording has its size and its defects, and a replay invents a grey one with the same.
///
///     v 0ms offers MJPG 1920x1080, YUYV 640x480
///     v 9ms start MJPG 1920x1080 gives MJPG 1920x1080 stride 0 limited
///     v 33ms frame 64123
///     v 33ms frame 20480 damaged no-end
///     v 2ms stop
public enum LensEvent: Sendable, Equatable {
  case offers([FrameFormat])
  case start(FrameFormat, gives: FrameStream)
  case frame(FrameOutline)
  case stop

  var text: String {
    switch self {
    case .offers(let formats): "offers " + formats.map(\.description).joined(separator: ", ")
    case .start(let wanted, let stream):
      "start \(wanted) gives \(stream.format) stride \(stream.stride) "
        + (stream.isFullRange ? "full" : "limited")
    case .frame(let outline): outline.text
    case .stop: "stop"
    }
  }

  init?(_ text: String) {
    let words = text.split(separator: " ")
    switch words.first {
    case "offers":
      let offers = text.dropFirst("offers".count).split(separator: ",")
      let formats = offers.compactMap { FrameFormat($0.split(separator: " ")[...]) }
      guard formats.count == offers.count else { return nil }
      self = .offers(formats)
    case "start":
      guard words.count == 9, words[3] == "gives", words[6] == "stride", let stride = Int(words[7]),
        stride >= 0, ["full", "limited"].contains(words[8]), let wanted = FrameFormat(words[1...2]),
        let granted = FrameFormat(words[4...5])
      else { return nil }
      self = .start(
        wanted,
        gives: FrameStream(granted, stride: stride, isFullRange: words[8] == "full"))
    case "frame":
      guard let outline = FrameOutline(words.dropFirst()) else { return nil }
      self = .frame(outline)
    case "stop" where words.count == 1: self = .stop
    default: return nil
    }
  }
}

/// What a recording keeps of a frame.
public struct FrameOutline: Sendable, Equatable {
  /// More than any frame has; a recording must not cost memory.
  private static let mostBytes = 64 << 20

  /// Bytes.
  public let size: Int
  /// V4L2_BUF_FLAG_ERROR.
  public let isDamaged: Bool
  let flaw: StandInJPEG.Flaw?

  init(_ frame: Frame, of stream: FrameStream?) {
    size = frame.bytes.count
    isDamaged = frame.isDamaged
    flaw = stream?.format.encoding == .mjpeg ? StandInJPEG.flaw(of: frame.bytes) : nil
  }

  fileprivate init?(_ words: ArraySlice<Substring>) {
    guard let first = words.first, let size = Int(first), (0...Self.mostBytes).contains(size) else {
      return nil
    }
    var rest = words.dropFirst()
    isDamaged = rest.first == "damaged"
    if isDamaged { rest = rest.dropFirst() }
    flaw = rest.first.flatMap { StandInJPEG.Flaw(rawValue: String($0)) }
    guard rest.count == (flaw == nil ? 0 : 1) else { return nil }
    self.size = size
  }

  fileprivate var text: String {
    "frame \(size)" + (isDamaged ? " damaged" : "") + (flaw.map { " " + $0.rawValue } ?? "")
  }

  /// A frame with the same size and defects and nothing to be seen on it.
  func standIn(of stream: FrameStream) -> Frame {
    let bytes =
      switch stream.format.encoding {
      case .mjpeg:
        StandInJPEG.make(
          size: size, width: stream.format.width, height: stream.format.height, flaw: flaw)
      // Mid grey in both luminance and colour.
      case .yuyv: [UInt8](repeating: 0x80, count: size)
      }
    return Frame(bytes, isDamaged: isDamaged)
  }
}

extension FrameFormat {
  /// Reads `MJPG 1920x1080`, already cut into words.
  fileprivate init?(_ words: ArraySlice<Substring>) {
    guard words.count == 2, let first = words.first, let last = words.last,
      let encoding = FrameEncoding(rawValue: String(first))
    else { return nil }
    let sides = last.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard sides.count == 2, sides.allSatisfy({ (1...65_535).contains($0) }) else { return nil }
    self.init(encoding, width: sides[0], height: sides[1])
  }
}
