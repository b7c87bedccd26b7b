// swift-tools-version: 6.2
import PackageDescription

// Every Swift target is compiled the same strict way; see CONTRIBUTING.md.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")

let interfaces = [
  "Hall", "Cards", "Queue", "Counter", "Cases", "Ratings", "Devices",
].map { Resource.embedInCode("Interfaces/org.hallway.\($0).varlink") }

let package = Package(
  name: "Hallway",
  products: [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .target(name: "Hall", swiftSettings: strict),
    .target(name: "HallStore", dependencies: ["Hall"], swiftSettings: strict),
    .target(
      name: "HallStoreSQLite", dependencies: ["Hall", "HallStore", grdb], swiftSettings: strict),
    .target(
      name: "Varlink", dependencies: [nioCore, nioPosix, logging], swiftSettings: strict),
    .target(
      name: "HallAPI", dependencies: ["Hall", "Varlink"], resources: interfaces,
      swiftSettings: strict),
    .target(
      name: "HallService",
      dependencies: ["Hall", "HallStore", "HallAPI", "Varlink", "DeviceKit", crypto, logging],
      swiftSettings: strict),
    .target(
      name: "HallConfig", dependencies: ["Hall", "DeviceKit", yams], swiftSettings: strict),
    .executableTarget(
      name: "hallwayd",
      dependencies: [
        "Hall", "HallConfig", "HallService", "HallStore", "HallStoreSQLite", "Varlink",
        "DeviceKit", "IDCardReaders", "TicketPrinters", "EvaluationPads", argumentParser, crypto,
        lifecycle, unixSignals, logging,
      ], swiftSettings: strict),

    // Devices
    .target(name: "CLinuxDevices", path: "Devices/CLinuxDevices"),
    .target(
      name: "DeviceKit", dependencies: ["Hall", "CLinuxDevices", logging],
      path: "Devices/DeviceKit", exclude: ["README.md"], swiftSettings: strict),
    .target(
      name: "IDCardReaders", dependencies: ["Hall", "DeviceKit", logging],
      path: "Devices/IDCardReaders", exclude: ["README.md"], swiftSettings: strict),
    .target(
      name: "TicketPrinters", dependencies: ["Hall", "DeviceKit", logging],
      path: "Devices/TicketPrinters", exclude: ["README.md"], swiftSettings: strict),
    .target(
      name: "EvaluationPads", dependencies: ["Hall", "DeviceKit", logging],
      path: "Devices/EvaluationPads", exclude: ["README.md"], swiftSettings: strict),

    // Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "HallStoreTests", dependencies: ["Hall", "HallStore", "HallStoreSQLite", "TestSupport"],
      swiftSettings: strict),
  ]
)
