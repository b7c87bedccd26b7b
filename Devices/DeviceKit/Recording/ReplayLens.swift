extension ReplayScript {
  /// The next line, where it is one of a lens that `take` wants; nil for any other.
  ///
  /// - Throws: a recorded fault that is due now.
  func playLens<Value>(_ take: (LensEvent) -> Value?) throws(DeviceFault) -> Value? {
    try playNext { line in
      guard case .lens(let event, _) = line else { return nil }
      return take(event)
    }
  }
}

// A recording of a camera plays the lens, whatever is asked of it in the order it was asked.
extension ReplayLink: FrameLink {
  public func formats() throws(DeviceFault) -> [FrameFormat] {
    let formats = try script.playLens { event -> [FrameFormat]? in
      if case .offers(let formats) = event { formats } else { nil }
    }
    guard let formats else { throw .unexpected("which formats there are") }
    return formats
  }

  public func start(_ format: FrameFormat) throws(DeviceFault) -> FrameStream {
    let granted = try script.playLens { event -> FrameStream? in
      if case .start(format, let stream) = event { stream } else { nil }
    }
    guard let granted else { throw .unexpected("to start \(format)") }
    stream = granted
    return granted
  }

  public func nextFrame(deadline: Deadline) throws(DeviceFault) -> Frame {
    let outline = try script.playLens { event -> FrameOutline? in
      if case .frame(let outline) = event { outline } else { nil }
    }
    guard let outline, let stream else {
      throw DeviceFault(.silent, "the recording has no frame here")
    }
    return outline.standIn(of: stream)
  }

  public func stop() {
    guard stream != nil else { return }
    stream = nil
    script.playStop()
  }

  public func check() throws(DeviceFault) { _ = try script.playLens { _ -> Bool? in nil } }
}

extension DeviceFault {
  fileprivate static func unexpected(_ what: String) -> DeviceFault {
    DeviceFault(.protocolError, "the recording is not asked here \(what)")
  }
}
