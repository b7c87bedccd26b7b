import Varlink

/// The methods of `org.varlink.certification` as Codable types.
enum Certification {
  struct Client: Codable, Sendable { var client_id: String }

  struct Basics: Codable, Sendable, Equatable {
    var bool: Bool
    var int: Int
    var float: Double
    var string: String

    static let expected = Basics(
      bool: false, int: 2, float: 3.141592653589793, string: "a lot of string")
  }

  struct MyType: Codable, Sendable, Equatable {
    enum Choice: String, Codable, Sendable { case one, two, three }
    enum Word: String, Codable, Sendable { case foo, bar, baz }
    struct Pair: Codable, Sendable, Equatable {
      var first: Int
      var second: String
    }
    struct Flags: Codable, Sendable, Equatable {
      var foo: Bool
      var bar: Bool
    }
    struct Interface: Codable, Sendable, Equatable {
      var foo: [[String: Word]?]?
      var anon: Flags
    }

    var object: JSONValue
    var `enum`: Choice
    var `struct`: Pair
    var array: [String]
    var dictionary: [String: String]
    var stringset: StringSet
    var nullable: String?
    var nullable_array_struct: [Pair]?
    var interface: Interface

    static let expected = MyType(
      object: [
        "method": "org.varlink.certification.Test09",
        "parameters": ["map": ["foo": "Foo", "bar": "Bar"]],
      ],
      enum: .two, struct: Pair(first: 1, second: "2"), array: ["one", "two", "three"],
      dictionary: ["foo": "Foo", "bar": "Bar"], stringset: ["one", "two", "three"],
      interface: Interface(
        foo: [nil, ["foo": .foo, "bar": .bar], nil, ["one": .foo, "two": .bar]],
        anon: Flags(foo: true, bar: false)))
  }

  static let replies = (1...10).map { "Reply number \($0)" }

  enum Start: VarlinkMethod {
    typealias Parameters = NoParameters
    typealias Reply = Client
    static let name = "org.varlink.certification.Start"
  }
  enum Test01: VarlinkMethod {
    typealias Parameters = Client
    struct Reply: Codable, Sendable { var bool: Bool }
    static let name = "org.varlink.certification.Test01"
  }
  enum Test02: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var bool: Bool
    }
    struct Reply: Codable, Sendable { var int: Int }
    static let name = "org.varlink.certification.Test02"
  }
  enum Test03: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var int: Int
    }
    struct Reply: Codable, Sendable { var float: Double }
    static let name = "org.varlink.certification.Test03"
  }
  enum Test04: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var float: Double
    }
    struct Reply: Codable, Sendable { var string: String }
    static let name = "org.varlink.certification.Test04"
  }
  enum Test05: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var string: String
    }
    typealias Reply = Basics
    static let name = "org.varlink.certification.Test05"
  }
  enum Test06: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var bool: Bool
      var int: Int
      var float: Double
      var string: String
    }
    struct Reply: Codable, Sendable { var `struct`: Basics }
    static let name = "org.varlink.certification.Test06"
  }
  enum Test07: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var `struct`: Basics
    }
    struct Reply: Codable, Sendable { var map: [String: String] }
    static let name = "org.varlink.certification.Test07"
  }
  enum Test08: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var map: [String: String]
    }
    struct Reply: Codable, Sendable { var set: StringSet }
    static let name = "org.varlink.certification.Test08"
  }
  enum Test09: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var set: StringSet
    }
    struct Reply: Codable, Sendable { var mytype: MyType }
    static let name = "org.varlink.certification.Test09"
  }
  enum Test10: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var mytype: MyType
    }
    struct Reply: Codable, Sendable { var string: String }
    static let name = "org.varlink.certification.Test10"
  }
  enum Test11: VarlinkMethod {
    struct Parameters: Codable, Sendable {
      var client_id: String
      var last_more_replies: [String]
    }
    typealias Reply = NoParameters
    static let name = "org.varlink.certification.Test11"
  }
  enum End: VarlinkMethod {
    typealias Parameters = Client
    struct Reply: Codable, Sendable { var all_ok: Bool }
    static let name = "org.varlink.certification.End"
  }

  struct ClientIdError: VarlinkErrorReply {
    static let name = "org.varlink.certification.ClientIdError"
  }
  struct CertificationError: VarlinkErrorReply {
    var wants: JSONValue
    var got: JSONValue
    static let name = "org.varlink.certification.CertificationError"
  }
}
