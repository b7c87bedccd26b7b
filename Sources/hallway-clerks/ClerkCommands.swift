import ArgumentParser
import Foundation
import Hall
import HallConfig
import PINHashing
import ProgramKit

struct AddClerk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Adds a clerk; without windows and fields, for every window.")

  @Argument(help: "The staff number: letters, digits and hyphens.") var id: String
  @Option(help: "The name on the badge that the window's pad shows, if the hall shows names.")
  var name: String
  @Option(help: "The post on that badge, such as 综合受理岗.") var post: String?
  @Option(name: .customLong("window"), help: "A window they may open; repeatable.")
  var windows: [String] = []
  @Option(name: .customLong("field"), help: "A field they may open all windows of; repeatable.")
  var fields: [String] = []
  @Option(help: "The Unix user who is this clerk without a PIN.") var user: String?
  @OptionGroup var pin: PINOptions
  @OptionGroup var place: ClerkPlace

  func run() throws {
    try place.change { file in
      guard !file.clerks.contains(where: { $0.id == id }) else {
        throw Complaint("there is a clerk \(id) already; hallway clerk pin changes the PIN")
      }
      // Who is their user needs no PIN, and may have one for other people's screens.
      let hash = user != nil && pin.file == nil ? nil : try pin.hash(of: id)
      file.clerks.append(
        Clerk(
          id: id, name: name, post: post, windows: windows, fields: fields, user: user, pin: hash))
    }
    print("clerk \(id) is in \(place.file)")
  }
}

struct ChangeBadge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "badge", abstract: "Changes the name and post that the window's pad shows. 工牌")

  @Argument(help: "The staff number.") var id: String
  @Option(help: "The name; as it was unless given.") var name: String?
  @Option(help: "The post, \"\" for none; as it was unless given.") var post: String?
  @OptionGroup var place: ClerkPlace

  func validate() throws {
    guard name != nil || post != nil else { throw ValidationError("give --name, --post or both") }
  }

  func run() throws {
    try place.change { file in
      let index = try file.index(of: id)
      if let name { file.clerks[index].name = name }
      if let post { file.clerks[index].post = post.isEmpty ? nil : post }
    }
    print("clerk \(id) has a new badge")
  }
}

struct ChangePIN: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin", abstract: "Gives a clerk a new PIN.")

  @Argument(help: "The staff number.") var id: String
  @OptionGroup var pin: PINOptions
  @OptionGroup var place: ClerkPlace

  func run() throws {
    try place.change { file in
      let index = try file.index(of: id)
      file.clerks[index].pin = try pin.hash(of: id)
    }
    print("clerk \(id) has a new PIN")
  }
}

struct EnrolCard: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "card", abstract: "Lets a clerk sign in with the own identity card, or no longer.",
    discussion: """
      The hall reads the card and says what is kept of it, a hash under its own key:

        hallway staff-card | hallway clerk card 07 --proof-from -
        hallway clerk card 07 --none
      """)

  @Argument(help: "The staff number.") var id: String
  @Option(
    name: .customLong("proof-from"),
    help: "A file whose first line `hallway staff-card` wrote, - for standard input.")
  var file: String?
  @Flag(help: "The card is good for nothing any more.") var none = false
  @OptionGroup var place: ClerkPlace

  func validate() throws {
    guard (file != nil) != none else {
      throw ValidationError("say --proof-from FILE, or --none to take a card away")
    }
  }

  func run() throws {
    var card: CardProof?
    if let source = file {
      card = CardProof(text: try SecretInput.read(from: source))
      guard card != nil else {
        throw Complaint("this is no card's proof; hallway staff-card reads a card and writes one")
      }
    }
    try place.change { file in
      let index = try file.index(of: id)
      if let card, let other = file.clerks.first(where: { $0.card == card && $0.id != id }) {
        throw Complaint("it is the card of clerk \(other.id) already")
      }
      file.clerks[index].card = card
      guard card != nil || file.clerks[index].pin != nil || file.clerks[index].user != nil else {
        throw Complaint("clerk \(id) has nothing but the card; give a PIN first")
      }
    }
    print(card == nil ? "clerk \(id) has no card any more" : "clerk \(id) signs in with a card")
  }
}

struct ListClerks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the clerks; no PIN is shown, hashed or not.")

  @OptionGroup var place: ClerkPlace

  func run() throws {
    for clerk in try place.read().clerks {
      let proof = [
        clerk.pin.map { _ in "PIN" }, clerk.card.map { _ in "card" },
        clerk.user.map { "user \($0)" },
      ]
      let scope =
        clerk.windows.map { "window \($0)" } + clerk.fields.map { "field \($0)" }
      print(
        [
          clerk.id, clerk.name, clerk.post ?? "-",
          scope.isEmpty ? "every window" : scope.joined(separator: ", "),
          proof.compactMap(\.self).joined(separator: ", "),
        ].joined(separator: "\t"))
    }
  }
}

struct RemoveClerk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Removes a clerk; what they did stays in the journal.")

  @Argument(help: "The staff number.") var id: String
  @OptionGroup var place: ClerkPlace

  func run() throws {
    try place.change { file in file.clerks.remove(at: try file.index(of: id)) }
    print("clerk \(id) is removed")
  }
}

extension ClerkFile {
  fileprivate func index(of id: String) throws(Complaint) -> Int {
    guard let index = clerks.firstIndex(where: { $0.id == id }) else {
      throw Complaint("there is no clerk \(id); hallway clerk list shows them")
    }
    return index
  }
}

/// Where a PIN comes from; never an argument.
struct PINOptions: ParsableArguments {
  @Option(
    name: .customLong("pin-from"),
    help: "A file whose first line is the PIN, - for standard input; asked for unless given.")
  var file: String?

  func hash(of id: String) throws -> PINHash {
    let pin: String
    if let file {
      pin = try SecretInput.read(from: file)
    } else {
      pin = try SecretInput.ask("PIN of clerk \(id), 6 to 16 digits: ")
      guard try SecretInput.ask("once more: ") == pin else {
        throw Complaint("the two are not the same; nothing is changed")
      }
    }
    guard PINHash.isPIN(pin) else { throw Complaint("a PIN has 6 to 16 digits and nothing else") }
    return try PINHash.make(pin)
  }
}
