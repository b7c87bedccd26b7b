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

let package = Package(
  name: "Hallway",
  products: [],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .target(name: "Hall", swiftSettings: strict),
    .target(name: "HallStore", dependencies: ["Hall"], swiftSettings: strict),
    .target(
      name: "HallStoreSQLite", dependencies: ["Hall", "HallStore", grdb], swiftSettings: strict),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "HallStoreTests", dependencies: ["Hall", "HallStore", "HallStoreSQLite", "TestSupport"],
      swiftSettings: strict),
  ]
)
