import Hall
import Testing

@Suite struct `ID numbers` {
  @Test(arguments: [
    "11010519491231002X", "440524188001010014", "810000199408230021", "830000199201300022",
    "932682198501010017", "USA110185010112",
  ])
  func `a right number is taken and only shows its ends`(_ text: String) throws {
    let number = try #require(IDNumber(text))
    #expect(number.digits == text)
    #expect("\(number)" == number.masked)
    #expect(String(reflecting: number) == number.masked)
    #expect(number.masked.count == text.count)
    #expect(!number.masked.contains(text.dropFirst(3).dropLast(4)))
  }

  @Test(arguments: [
    "911124198108030028", "11010519491231002x", "11010519491231002", "", "１１０１０５１９４９１２３１００２X",
    "US1110185010112", "1101051949123100\u{1B}X", "000000000000000000X",
  ])
  func `a wrong number is none`(_ text: String) { #expect(IDNumber(text) == nil) }
}

@Suite struct `Days and clocks` {
  @Test func `the wall is eight hours ahead, across midnight and years`() {
    let newYear = Moment(milliseconds: 1_767_196_799_000)  // 2025-12-31T15:59:59Z
    #expect(WallClock(newYear).iso8601 == "2025-12-31T23:59:59+08:00")
    #expect(WallClock(newYear.advanced(bySeconds: 1)).iso8601 == "2026-01-01T00:00:00+08:00")
    #expect(WallClock(Moment(milliseconds: -1)).iso8601 == "1970-01-01T07:59:59+08:00")
  }

  @Test func `every day of eight centuries comes back from its number`() throws {
    for number in Int64(-150_000)...150_000 {
      let clock = WallClock(Moment(milliseconds: number * 86_400_000))
      #expect(clock.day.daysSince1970 == number)
      #expect(LocalDay(clock.day.description) == clock.day)
    }
    #expect(LocalDay("2026-11-23")?.weekday == 1)
    #expect(LocalDay("20261123") == LocalDay("2026-11-23"))
  }

  @Test(arguments: [
    "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20261", "", "abcd-ef-gh",
  ])
  func `a day that is none is refused`(_ text: String) { #expect(LocalDay(text) == nil) }
}

@Suite struct `Privacy` {
  @Test func `what reaches a printer or a terminal has no commands in it`() {
    #expect(Sanitiser.line("\u{1B}@张\u{1D}V\u{0}三\u{9B}31m\n") == "@张V三31m")
    #expect(Sanitiser.line("a\u{202E}b\u{200B}c\u{FEFF}\u{2028}") == "abc")
    #expect(Sanitiser.line("  欧阳\u{3000} 测试 ") == "欧阳 测试")
    #expect(Sanitiser.line(String(repeating: "长", count: 900), limit: 60).count == 60)
    #expect(Sanitiser.line("𠮷㛃") == "𠮷㛃", "rare characters are people's names")
  }

  @Test func `no control character survives, whatever the input`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let line = Sanitiser.line(String(decoding: bytes, as: UTF8.self))
      #expect(
        line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    }
  }

  @Test func `names and phones are masked`() {
    #expect(Masking.name("欧阳测试") == "欧**")
    #expect(Masking.name("\u{1B}[2JEVE") == "[**")
    #expect(Masking.name("") == "**")
    #expect(Masking.mobile("13812341234") == "138****1234")
    #expect(Masking.mobile("23812341234") == nil)
    #expect(Masking.mobile("1381234123a") == nil)
  }
}

@Suite struct `Slips of the queue` {
  @Test func `a slip says the number, its code and where to go`() {
    let ticket = Ticket(
      id: 1, day: WallClock(Moment(milliseconds: 0)).day,
      number: TicketNumber(letter: "A", serial: 12), service: "renewal", priority: .elder,
      language: .en, holder: "欧**", secret: "024680", takenAt: Moment(milliseconds: 0),
      paper: .pending)
    let zone = Bilingual(zh: "东区", en: "East")
    let slip = TicketSlip(
      hallName: Bilingual(zh: "大厅", en: "Hall"), phone: "0769-12345", sample: true,
      ticket: ticket, service: Bilingual(zh: "换领", en: "Renewal"),
      windows: [("1", zone), ("2", zone)], ahead: 3, wait: nil
    ).slip
    let text = slip.elements.map { "\($0)" }.joined(separator: "\n")
    for expected in [
      "A012", "Renewal", "换领", "1, 2 (East)", "People ahead: 3", "not known yet", "欧**", "024680",
      "Priority", "0769-12345", "SAMPLE",
    ] {
      #expect(text.contains(expected), "\(expected)")
    }
    #expect(slip.elements.contains(.qr("HW:A012:024680")))
  }
}

@Suite struct `Text on a grid` {
  @Test(arguments: [
    ("abc", 3), ("厚街", 4), ("A厚,", 4), ("，。", 4), ("e\u{301}", 1), ("𠮷", 2), ("", 0),
  ])
  func `Han characters take two cells`(_ text: String, _ cells: Int) {
    #expect(TextWidth.cells(text) == cells)
  }
}
