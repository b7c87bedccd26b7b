import Foundation
import Testing

/// What zbarimg, another maker's reader, finds in a picture: one `TYPE:payload` line per symbol.
func scanned(_ png: [UInt8]) throws -> [String] {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("hallway-preview-\(UUID().uuidString).png").path
  try #require(FileManager.default.createFile(atPath: path, contents: Data(png)))
  defer { try? FileManager.default.removeItem(atPath: path) }
  let pipe = try #require(popen("zbarimg --nodbus --quiet '\(path)'", "re"))
  defer { pclose(pipe) }
  var output: [UInt8] = []
  while case let byte = fgetc(pipe), byte >= 0 { output.append(UInt8(byte)) }
  return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
}
