import Cameras
import DeviceKit
import JPEG
import Pictures
import TestSupport
import Testing

/// A picture with edges and colours, made by libjpeg.
func testPicture(width: Int = 64, height: Int = 48) throws -> [UInt8] {
  let rgb = (0..<(width * height)).flatMap { index -> [UInt8] in
    let (x, y) = (index % width, index / width)
    return [UInt8(truncatingIfNeeded: x * 4), UInt8(truncatingIfNeeded: y * 5), x < y ? 200 : 40]
  }
  let bitmap = try #require(Bitmap(width: width, height: height, rgb: rgb))
  return try #require(JPEGCodec.encode(bitmap))
}

/// The same without its DHT segments, as UVC cameras send it.
func withoutTables(_ jpeg: [UInt8]) -> [UInt8] {
  var bytes = jpeg
  while let start = bytes.indices.dropLast().first(where: {
    bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC4
  }) {
    let length = Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
    bytes.removeSubrange(start..<(start + 2 + length))
  }
  return bytes
}

/// Class and number of each Huffman table, and its contents (T.81, B.2.4.2).
private func tables(_ jpeg: [UInt8]) -> [UInt8: [UInt8]] {
  var tables: [UInt8: [UInt8]] = [:]
  for start in jpeg.indices.dropLast() where jpeg[start] == 0xFF && jpeg[start + 1] == 0xC4 {
    var rest = jpeg[(start + 4)..<(start + 2 + (Int(jpeg[start + 2]) << 8 | Int(jpeg[start + 3])))]
    while let name = rest.first {
      let values = rest.dropFirst().prefix(16).reduce(0) { $0 + Int($1) }
      tables[name] = Array(rest.dropFirst().prefix(16 + values))
      rest = rest.dropFirst(17 + values)
    }
  }
  return tables
}

struct JPEGTests {
  @Test func `the tables put into a picture without any are those libjpeg left out`() throws {
    let whole = try testPicture()
    let bare = withoutTables(whole)
    #expect(try !JPEGStructure(bare).hasHuffmanTables)
    let completed = try JPEGStructure.completed(bare)
    let isSame = try JPEGCodec.decode(completed) == JPEGCodec.decode(whole)
    #expect(isSame)
    // libjpeg-turbo would do without; what we hand on has to have them, table for table.
    #expect(tables(completed) == tables(whole))
  }

  @Test func `a picture is cut at its end and what a camera pads behind it goes`() throws {
    let whole = try testPicture()
    #expect(try JPEGStructure.completed(whole + [0, 0, 0, 0xFF, 0x00]) == whole)
  }

  @Test func `trap 17, a truncated picture is told from a whole one wherever it is cut`() throws {
    let whole = try testPicture()
    for count in JPEGStructure.shortest..<whole.count {
      #expect(throws: JPEGDefect.truncated) { try JPEGStructure(Array(whole.prefix(count))) }
    }
    for count in 0..<JPEGStructure.shortest {
      #expect(throws: JPEGDefect.tooShort) { try JPEGStructure(Array(whole.prefix(count))) }
    }
  }

  @Test func `a picture damaged inside is corrupt although its markers are whole`() throws {
    var bytes = try testPicture(width: 320, height: 240)
    let scan = try JPEGStructure(bytes).scanOffset
    bytes.removeSubrange((scan + 200)..<(scan + 400))
    #expect(try JPEGStructure(bytes).width == 320)
    #expect(throws: JPEGDefect.corrupt) { try JPEGCodec.decode(bytes) }
    #expect(throws: JPEGDefect.corrupt) { try JPEGCodec.decode(bytes, scale: .eighth) }
  }

  @Test func `a few bytes before the end, as some cameras add, spoil no picture`() throws {
    let whole = try testPicture()
    let padded = whole.dropLast(2) + [0x00, 0x00, 0x00, 0xFF, 0xD9]
    _ = try JPEGCodec.decode(Array(padded))
  }

  @Test func `a header that claims four thousand million pixels costs no memory`() throws {
    var bytes = try testPicture()
    let frame = try #require(
      bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
    for offset in 5...8 { bytes[frame + offset] = 0xFF }
    #expect(throws: JPEGDefect.tooLarge) { try JPEGCodec.decode(bytes) }
  }

  @Test func `only a sequential picture with one frame and few scans is taken`() throws {
    let whole = try testPicture()
    let frame = try #require(
      whole.indices.dropLast().first { whole[$0] == 0xFF && whole[$0 + 1] == 0xC0 })
    let length = Int(whole[frame + 2]) << 8 | Int(whole[frame + 3])
    for marker in UInt8(0xC0)...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker) {
      var bytes = whole
      bytes[frame + 1] = marker
      if marker <= 0xC1 {
        #expect(try JPEGStructure(bytes).width == 64)
      } else {
        #expect(throws: JPEGDefect.unsupported) { try JPEGStructure(bytes) }
      }
    }
    var twice = whole
    twice.insert(contentsOf: whole[frame..<(frame + 2 + length)], at: frame)
    #expect(throws: JPEGDefect.malformed) { try JPEGStructure(twice) }

    // An empty scan costs ten bytes and a pass over the picture.
    let scan: [UInt8] = [0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00]
    func scans(_ count: Int) -> [UInt8] {
      Array(whole.dropLast(2)) + (1..<count).flatMap { _ in scan } + [0xFF, 0xD9]
    }
    #expect(try JPEGStructure(scans(4)).width == 64)
    #expect(throws: JPEGDefect.malformed) { try JPEGStructure(scans(5)) }
  }

  @Test func `a frame of another size than the stream's is dropped before it is decoded`() throws {
    let whole = Frame(try testPicture(width: 64, height: 48))
    for (width, height, fits) in [(64, 48, true), (64, 32, false), (32, 48, false)] {
      let stream = FrameStream(
        FrameFormat(.mjpeg, width: width, height: height), stride: 0, isFullRange: false)
      #expect(FrameReading.isWhole(whole, of: stream) == fits)
      if fits {
        let isPicture = FrameReading(whole, of: stream) != .dropped(.size)
        #expect(isPicture)
      } else {
        #expect(FrameReading(whole, of: stream) == .dropped(.size))
      }
    }
  }

  @Test func `random and mutated bytes are refused without a trap`() throws {
    var dice = Dice(state: 17)
    let whole = try testPicture()
    for _ in 0..<400 {
      _ = try? JPEGStructure.completed([0xFF, 0xD8] + dice.bytes(0...600))
      var mutated = whole
      for _ in 0..<4 {
        mutated[Int.random(in: 2..<mutated.count, using: &dice)] = UInt8.random(
          in: 0...255, using: &dice)
      }
      if let completed = try? JPEGStructure.completed(mutated) {
        _ = try? JPEGCodec.decode(completed, scale: .eighth)
      }
    }
  }

  @Test func `a YUYV frame becomes the picture it shows`() throws {
    let (width, height, stride) = (16, 8, 40)
    // Left half white, right half black, in limited range, with padding behind each row.
    let row = (0..<8).flatMap { $0 < 4 ? [235, 128, 235, 128] : [16, 128, 16, 128] as [UInt8] }
    let bytes = (0..<height).flatMap { _ in row + [UInt8](repeating: 0x55, count: stride - 32) }
    let jpeg = try #require(
      JPEGCodec.encode(
        yuyv: bytes, width: width, height: height, stride: stride, isFullRange: false))
    let bitmap = try JPEGCodec.decode(jpeg)
    #expect(bitmap.width == width && bitmap.height == height)
    #expect(bitmap.rgb[0] > 245 && bitmap.rgb[(width - 1) * 3] < 10)
  }

  @Test func `a YUYV frame that is too short, odd or enormous is no picture`() {
    let bytes = [UInt8](repeating: 128, count: 64)
    #expect(
      JPEGCodec.encode(yuyv: bytes, width: 8, height: 5, stride: 16, isFullRange: true) == nil)
    #expect(
      JPEGCodec.encode(yuyv: bytes, width: 7, height: 4, stride: 16, isFullRange: true) == nil)
    #expect(
      JPEGCodec.encode(yuyv: bytes, width: 8, height: 4, stride: 15, isFullRange: true) == nil)
    #expect(
      JPEGCodec.encode(yuyv: bytes, width: .max, height: .max, stride: .max, isFullRange: true)
        == nil)
    #expect(
      JPEGCodec.encode(yuyv: bytes, width: 8, height: 4, stride: 16, isFullRange: true) != nil)
  }

  @Test(arguments: [
    (640, 480, 30_000), (1920, 1080, 64_123), (2592, 1944, 900_001), (33, 17, 5003),
  ])
  func `a stand-in is as large as what it stands for and decodes`(
    width: Int, height: Int, size: Int
  ) throws {
    for flaw in [nil, StandInJPEG.Flaw.noTables] {
      let bytes = StandInJPEG.make(size: size, width: width, height: height, flaw: flaw)
      #expect(bytes.count == size)
      #expect(StandInJPEG.flaw(of: bytes) == flaw)
      let bitmap = try JPEGCodec.decode(JPEGStructure.completed(bytes))
      #expect(bitmap.width == width && bitmap.height == height)
      #expect(bitmap.rgb.allSatisfy { $0 == 128 })
    }
    for flaw in [StandInJPEG.Flaw.noStart, .noEnd] {
      let bytes = StandInJPEG.make(size: size, width: width, height: height, flaw: flaw)
      #expect(bytes.count == size)
      #expect(StandInJPEG.flaw(of: bytes) == flaw)
    }
  }
}

struct PreviewTests {
  private func bitmap(_ width: Int, _ height: Int, _ color: (Int, Int) -> [UInt8]) throws -> Bitmap
  {
    let rgb = (0..<(width * height)).flatMap { color($0 % width, $0 / width) }
    return try #require(Bitmap(width: width, height: height, rgb: rgb))
  }

  @Test func `a cell shows the pixel above and the pixel below`() throws {
    let picture = try bitmap(4, 4) { _, y in y % 2 == 0 ? [255, 0, 0] : [0, 0, 255] }
    let cells = PreviewCells(picture, columns: 4, rows: 2)
    #expect(cells[0, 0] == PreviewCell("▀", CellColor(255, 0, 0), on: CellColor(0, 0, 255)))
    #expect(cells.cells.count == 8)
  }

  @Test func `a wide picture lies in the middle between empty rows`() throws {
    let picture = try bitmap(80, 20) { _, _ in [255, 255, 255] }
    let cells = PreviewCells(picture, columns: 40, rows: 20, style: .grey)
    #expect(cells[0, 0].character == " " && cells[0, 19].character == " ")
    #expect(cells[0, 9].character == "@" && cells[39, 10].character == "@")
  }

  @Test func `any size of terminal gets a whole grid`() throws {
    let jpeg = try testPicture(width: 320, height: 240)
    for (columns, rows) in [(1, 1), (80, 24), (3, 200), (-5, 0), (9999, 9999)] {
      let cells = try PreviewCells(jpeg: jpeg, columns: columns, rows: rows)
      #expect(cells.cells.count == cells.columns * cells.rows)
    }
  }

  @Test func `bright and dark keep their order in characters`() throws {
    let picture = try bitmap(10, 2) { x, _ in [UInt8](repeating: UInt8(x * 28), count: 3) }
    let cells = PreviewCells(picture, columns: 10, rows: 1, style: .grey)
    let ranks = cells.cells.map { Array(" .:-=+*#%@").firstIndex(of: $0.character) ?? -1 }
    #expect(ranks == ranks.sorted() && ranks.first == 0 && ranks.last == 8)
  }
}
