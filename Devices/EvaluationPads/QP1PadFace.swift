import DeviceKit
import Hall
import StationProtocols

/// What a QP1 pad shows and says for each prompt, as its site has configured it. D.5 numbers no
/// prompts: which number says what is the pad's own.
struct QP1PadFace: Sendable {
  /// How long the pad waits for a rating at most.
  let seconds: Int
  private let levels: UInt8
  private let voices: (rate: UInt8, welcome: UInt8, line: UInt8, thanks: UInt8)
  private let volume: UInt8
  private let hasScreen: Bool
  private let hasLamps: Bool

  init(_ request: DeviceRequest, of descriptor: DriverDescriptor) {
    func byte(_ name: String) -> UInt8 {
      UInt8(clamping: request.integer(name, of: descriptor))
    }
    seconds = request.integer("seconds", of: descriptor)
    levels = byte("levels")
    voices = (byte("voice"), byte("welcome"), byte("line"), byte("thanks"))
    volume = byte("volume")
    hasScreen = request.flag("screen", of: descriptor)
    hasLamps = request.flag("lamps", of: descriptor)
  }

  /// The data of START_EVAL, which counts in tenths of a second and brings its own voice.
  func invitation(seconds: Int) -> [UInt8] {
    QP1.little(UInt16(clamping: 10 * max(1, min(seconds, self.seconds)))) + [levels, voices.rate]
  }

  func orders(for prompt: PadPrompt) -> [(QP1.Code, [UInt8])] {
    switch prompt {
    case .welcome(let clerk): face(PadPhrases.welcome, clerk, voice: voices.welcome, lamps: 0)
    // Key n has lamp n: bits 0 to 4.
    case .pleaseRate: face(PadPhrases.pleaseRate, nil, lamps: UInt8(1 << Int(levels)) &- 1)
    case .standBack: face(PadPhrases.standBack, nil, voice: voices.line, lamps: nil)
    case .thanks: face(PadPhrases.thanks, nil, voice: voices.thanks, lamps: 0)
    case .idle: face(nil, nil, lamps: 0)
    }
  }

  private func face(
    _ text: Bilingual?, _ below: String?, voice: UInt8 = 0, lamps: UInt8?
  ) -> [(QP1.Code, [UInt8])] {
    var orders: [(QP1.Code, [UInt8])] = []
    if hasScreen {
      // Line, then 1 for the middle; an empty text blanks the line.
      for (line, words) in [text?[.zh] ?? "", below ?? ""].enumerated() {
        orders.append((.text, [UInt8(clamping: line), 1] + Array(words.utf8)))
      }
    }
    if hasLamps, let lamps { orders.append((.lamps, [lamps, 0])) }
    if voice != 0 { orders.append((.voice, [voice, volume])) }
    return orders
  }
}
