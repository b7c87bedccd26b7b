import DeviceKit

enum KitProperties {
  /// An address is written in a form that reads as the same address.
  static func checkAddress(_ bytes: [UInt8]) {
    do throws(DeviceAddress.ParseError) {
      let address = try DeviceAddress(bytes.text)
      expect((try? DeviceAddress(address.description)) == address, "read anew: \(address)")
    } catch {
      expect(!error.reason.isEmpty, "a reason is given")
    }
  }

  /// A line is written in a form that reads as the same line, and a script plays to its end or
  /// says where it cannot be read.
  static func checkRecording(_ bytes: [UInt8]) {
    let text = bytes.text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines {
      guard let read = RecordingLine(line) else { continue }
      expect(RecordingLine(read.text) == read, "read anew: \(read.text)")
      expect(read.milliseconds >= 0, "time goes on")
    }
    _ = RecordingHead(text)
    do throws(ReplayScript.ParseError) {
      let script = try ReplayScript(text)
      expect(script.length >= .zero, "time goes on")
      play(script, steps: lines.count, with: bytes)
    } catch {
      expect(lines.indices.contains(error.line - 1), "\(error): no such line")
    }
  }

  /// A driver that writes what the recording has least expected, and reads what is there.
  private static func play(_ script: ReplayScript, steps: Int, with bytes: [UInt8]) {
    guard let waker = try? Waker() else { return }
    let link = ReplayLink(script, waker: waker)
    for step in 0..<steps where !script.isFinished {
      if let command = script.dueCommand { link.mark(command) }
      for question in PortQuestion.allCases { _ = try? link.ask(question, deadline: .now) }
      let part = try? link.read(upTo: step % 5, deadline: .now)
      expect((part?.count ?? 0) <= max(1, step % 5), "no more is read than asked for")
      try? link.write(Array(bytes.dropFirst(step).prefix(3)), deadline: .now)
    }
    expect(!script.isFinished || script.line == 0 || script.dueCommand == nil, "the end is the end")
  }

  /// The fields of a descriptor lie within its reports, and reading any report stays within both.
  static func checkDescriptor(_ bytes: [UInt8]) {
    var input = Input(bytes)
    let report = input.bytes(Int(input.byte() & 0x3F))
    let source = input.remainder()
    let descriptor: HIDReportDescriptor
    do throws(HIDReportDescriptor.ParseError) {
      descriptor = try HIDReportDescriptor(source)
    } catch {
      expect((0...source.count).contains(error.offset), "\(error): no such byte")
      return
    }
    expect(descriptor.fields.count <= source.count, "an item makes one field at most")
    let payload = descriptor.split(report)?.payload ?? []
    for field in descriptor.fields {
      let length = descriptor.reportLength(field.direction, id: field.reportID)
      expect(field.bitOffset + field.bits * field.count <= length * 8, "a field lies in its report")
      for index in Set([0, 1, field.count / 2, field.count - 1, field.count, -1]) {
        check(field, index, of: payload)
      }
    }
  }

  private static func check(
    _ field: HIDReportDescriptor.Field, _ index: Int, of payload: ArraySlice<UInt8>
  ) {
    let isThere = (0..<field.count).contains(index)
    if let usage = field.usage(of: index) {
      expect(isThere && field.isVariable, "only a variable's values have usages")
      expect(
        field.usages.contains {
          $0.page == usage.page && $0.first <= usage.id && usage.id <= $0.last
        },
        "a usage is one of the field's")
    }
    guard let value = field.value(index, in: payload) else { return }
    expect(isThere, "a value beyond the field")
    expect((field.bitOffset + (index + 1) * field.bits) <= payload.count * 8, "beyond the report")
    expect(field.bits == 32 || value < 1 << UInt32(field.bits), "a value has the field's bits")
  }
}
