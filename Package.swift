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

func product(_ name: String, _ package: String) -> Target.Dependency {
  .product(name: name, package: package)
}

let argumentParser = product("ArgumentParser", "swift-argument-parser")
let crypto = product("Crypto", "swift-crypto")
let cryptoExtras = product("CryptoExtras", "swift-crypto")
let grdb = product("GRDB", "GRDB.swift")
let lifecycle = product("ServiceLifecycle", "swift-service-lifecycle")
let unixSignals = product("UnixSignals", "swift-service-lifecycle")
let logging = product("Logging", "swift-log")
let coreMetrics = product("CoreMetrics", "swift-metrics")
let metrics = product("Metrics", "swift-metrics")
let nioCore = product("NIOCore", "swift-nio")
let nioHTTP = product("NIOHTTP1", "swift-nio")
let nioPosix = product("NIOPosix", "swift-nio")
let sqlite = product("GRDBSQLite", "GRDB.swift")
let subprocess = product("Subprocess", "swift-subprocess")
let system = product("SystemPackage", "swift-system")
let yams = product("Yams", "Yams")

let interfaces = [
  "Hall", "Cards", "Queue", "Counter", "Reservations", "Cases", "Letters", "Ratings", "Devices",
  "Scans", "Cameras", "Figures", "Notices", "Guides", "Privacy",
  "Help",
]
.map { Resource.embedInCode("Interfaces/org.hallway.\($0).varlink") }

// MARK: - The hall: values, ledger, protocol, behaviour

let hall: [Target] = [
  .target(name: "Hall", swiftSettings: strict),
  .target(
    name: "PINHashing", dependencies: ["Hall", crypto, cryptoExtras], swiftSettings: strict),
  .target(name: "HallStore", dependencies: ["Hall"], swiftSettings: strict),
  .target(
    name: "HallStoreSQLite",
    dependencies: ["Hall", "HallStore", "PrivateFiles", grdb, sqlite, crypto],
    swiftSettings: strict),
  .target(name: "HallSimulation", dependencies: ["Hall"], swiftSettings: strict),
  .target(name: "PrivateFiles", swiftSettings: strict),
  .target(name: "Varlink", dependencies: [nioCore, nioPosix, logging], swiftSettings: strict),
  .target(
    name: "HallAPI", dependencies: ["Hall", "Varlink"], resources: interfaces,
    swiftSettings: strict),
  .target(
    name: "HallService",
    dependencies: [
      "Hall", "HallStore", "HallAPI", "PersonKeys", "PINHashing", "Varlink", "DeviceKit", crypto,
      logging, metrics, subprocess, system,
    ], swiftSettings: strict),
  .target(name: "PersonKeys", dependencies: ["Hall", crypto], swiftSettings: strict),
  .target(name: "CSVRecords", swiftSettings: strict),
  .target(
    name: "CaseAdapters", dependencies: ["Hall", "CSVRecords", "Varlink"], swiftSettings: strict),
  .target(
    name: "CaseImport",
    dependencies: ["Hall", "HallStore", "CaseAdapters", "CSVRecords", "PrivateFiles", crypto],
    swiftSettings: strict),
  .target(name: "HallConfig", dependencies: ["Hall", "DeviceKit", yams], swiftSettings: strict),
]

// MARK: - Devices: C bindings, the device kit, one folder a family, simulators

let devices: [Target] = [
  .target(name: "CLinuxDevices", path: "Devices/CLinuxDevices"),
  // No cups.pc: its module map names the library.
  .systemLibrary(name: "CCUPS", path: "Devices/CCUPS", providers: [.apt(["libcups2-dev"])]),
  .systemLibrary(
    name: "CPCSC", path: "Devices/CPCSC", pkgConfig: "libpcsclite",
    providers: [.apt(["libpcsclite-dev"])]),
  .systemLibrary(
    name: "CLibUSB", path: "Devices/CLibUSB", pkgConfig: "libusb-1.0",
    providers: [.apt(["libusb-1.0-0-dev"])]),
  .systemLibrary(
    name: "CLibUDev", path: "Devices/CLibUDev", pkgConfig: "libudev",
    providers: [.apt(["libudev-dev"])]),
  .systemLibrary(
    name: "CPangoCairo", path: "Devices/CPangoCairo", pkgConfig: "pangocairo",
    providers: [.apt(["libpango1.0-dev"])]),
  .systemLibrary(
    name: "CQREncode", path: "Devices/CQREncode", pkgConfig: "libqrencode",
    providers: [.apt(["libqrencode-dev"])]),
  .systemLibrary(
    name: "CTurboJPEG", path: "Devices/CTurboJPEG", pkgConfig: "libturbojpeg",
    providers: [.apt(["libturbojpeg0-dev"])]),
  .systemLibrary(name: "CVideo", path: "Devices/CVideo"),
  .target(name: "JPEG", path: "Devices/JPEG", swiftSettings: strict),
  .target(
    name: "DeviceKit",
    dependencies: [
      "Hall", "CLinuxDevices", "CLibUSB", "CLibUDev", "CVideo", "JPEG", logging, metrics,
    ],
    path: "Devices/DeviceKit", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "IDCardReaders", dependencies: ["Hall", "DeviceKit", "CLinuxDevices", logging],
    path: "Devices/IDCardReaders", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "TicketDrawing", dependencies: ["CPangoCairo", "CQREncode"],
    path: "Devices/TicketDrawing", swiftSettings: strict),
  .target(
    name: "TicketPrinters",
    dependencies: ["Hall", "DeviceKit", "CUPSSpooling", "TicketDrawing", logging],
    path: "Devices/TicketPrinters", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "LetterDrawing", dependencies: ["Hall", "TicketDrawing", "CPangoCairo"],
    path: "Devices/LetterDrawing", swiftSettings: strict),
  .target(
    name: "CUPSSpooling", dependencies: ["Hall", "DeviceKit", "CCUPS"],
    path: "Devices/CUPSSpooling", swiftSettings: strict),
  .target(
    name: "DocumentPrinters",
    dependencies: ["Hall", "DeviceKit", "CUPSSpooling", logging],
    path: "Devices/DocumentPrinters", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "SmartCardReaders", dependencies: ["Hall", "DeviceKit", "CPCSC", logging],
    path: "Devices/SmartCardReaders", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "StationProtocols", dependencies: ["DeviceKit"], path: "Devices/StationProtocols",
    exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "EvaluationPads", dependencies: ["Hall", "DeviceKit", "StationProtocols", logging],
    path: "Devices/EvaluationPads", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "CallerKeypads", dependencies: ["Hall", "DeviceKit", "StationProtocols", logging],
    path: "Devices/CallerKeypads", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "LEDStrips", dependencies: ["Hall", "DeviceKit", "StationProtocols", logging],
    path: "Devices/LEDStrips", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "Scanners", dependencies: ["Hall", "DeviceKit", logging],
    path: "Devices/Scanners", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "Pictures", dependencies: ["CTurboJPEG", "JPEG"], path: "Devices/Pictures",
    swiftSettings: strict),
  .target(
    name: "Cameras", dependencies: ["Hall", "DeviceKit", "JPEG", "Pictures", logging],
    path: "Devices/Cameras", exclude: ["README.md"], swiftSettings: strict),
  .target(
    name: "Drivers",
    dependencies: [
      "DeviceKit", "IDCardReaders", "TicketPrinters", "DocumentPrinters", "EvaluationPads",
      "CallerKeypads", "LEDStrips", "Scanners", "Cameras", "SmartCardReaders",
    ],
    path: "Devices/Drivers", swiftSettings: strict),
  .target(
    name: "DeviceSimulators", dependencies: ["CPangoCairo", "CQREncode"],
    path: "Devices/Simulators/DeviceSimulators", swiftSettings: strict),
  .target(
    name: "SimulatorAPI", dependencies: ["Varlink"], path: "Devices/Simulators/SimulatorAPI",
    resources: [.embedInCode("org.hallway.Simulator.varlink")], swiftSettings: strict),
]

// MARK: - The fronts: a C binding, screens of cells, what is on them, the terminal

let kiosk: [Target] = [
  .systemLibrary(
    name: "CNcursesW", path: "Kiosk/CNcursesW", providers: [.apt(["libncurses-dev"])]),
  .target(name: "TextUI", dependencies: ["Hall"], path: "Kiosk/TextUI", swiftSettings: strict),
  .target(
    name: "KioskScreens", dependencies: ["Hall", "HallAPI", "TextUI"], path: "Kiosk/KioskScreens",
    swiftSettings: strict),
  .systemLibrary(name: "CTouchPanel", path: "Kiosk/CTouchPanel"),
  .target(
    name: "TouchPanels", dependencies: ["TextUI"], path: "Kiosk/TouchPanels",
    swiftSettings: strict),
  .target(
    name: "ConsoleScreens", dependencies: ["Hall", "HallAPI", "TextUI"],
    path: "Kiosk/ConsoleScreens", swiftSettings: strict),
  .target(
    name: "BoardScreens", dependencies: ["Hall", "HallAPI", "TextUI"], path: "Kiosk/BoardScreens",
    swiftSettings: strict),
  .target(
    name: "KioskTerminal",
    dependencies: [
      "TextUI", "TouchPanels", "Hall", "PrivateFiles", "Varlink", "CNcursesW", "CTouchPanel",
      argumentParser,
    ],
    path: "Kiosk/KioskTerminal", swiftSettings: strict),
]

// MARK: - Programs: thin, each the only place where its parts meet

let programs: [Target] = [
  .target(name: "ProgramKit", dependencies: ["PrivateFiles"], swiftSettings: strict),
  .target(name: "JournalLogging", dependencies: [logging], swiftSettings: strict),
  .target(
    name: "OpenMetrics", dependencies: [coreMetrics, nioCore, nioPosix, nioHTTP],
    swiftSettings: strict),
  .executableTarget(
    name: "hallwayd",
    dependencies: [
      "Hall", "HallConfig", "HallService", "HallStore", "HallStoreSQLite", "PersonKeys",
      "JournalLogging", "OpenMetrics", "PrivateFiles", "ProgramKit", "Varlink", "DeviceKit",
      "Drivers", "LetterDrawing", argumentParser, coreMetrics, crypto,
      lifecycle, unixSignals, logging,
    ], swiftSettings: strict),
  .executableTarget(
    name: "hallway",
    dependencies: [
      "CSVRecords", "Hall", "HallAPI", "HallSimulation", "Pictures", "PrivateFiles", "ProgramKit",
      "Varlink", argumentParser, unixSignals, subprocess, system,
    ], swiftSettings: strict),
  .executableTarget(
    name: "hallway-ledger",
    dependencies: ["Hall", "HallStore", "HallStoreSQLite", "ProgramKit", argumentParser, crypto],
    swiftSettings: strict),
  .executableTarget(
    name: "hallway-cases",
    dependencies: [
      "CaseImport", "Hall", "HallConfig", "HallStore", "HallStoreSQLite", "PersonKeys",
      "ProgramKit", argumentParser, crypto, logging, unixSignals,
    ], swiftSettings: strict),
  .target(
    name: "Doctor",
    dependencies: [
      "Hall", "HallAPI", "HallConfig", "HallStore", "HallStoreSQLite", "Varlink", "DeviceKit",
      "CUPSSpooling", "TicketDrawing",
    ], swiftSettings: strict),
  .executableTarget(
    name: "hallway-doctor",
    dependencies: [
      "Doctor", "Drivers", "DeviceKit", "Hall", "HallAPI", "HallConfig", "PrivateFiles",
      "ProgramKit", argumentParser, subprocess, system,
    ], swiftSettings: strict),
  .executableTarget(
    name: "hallway-clerks",
    dependencies: [
      "Hall", "HallConfig", "PINHashing", "PrivateFiles", "ProgramKit", argumentParser,
    ],
    swiftSettings: strict),
  .executableTarget(
    name: "hallway-devices",
    dependencies: [
      "Drivers", "LetterDrawing", "DeviceKit", "Hall", "ProgramKit", argumentParser, logging,
    ],
    path: "Devices/hallway-devices", swiftSettings: strict),
  .executableTarget(
    name: "hallway-kiosk",
    dependencies: [
      "KioskScreens", "KioskTerminal", "TextUI", "TouchPanels", "Hall", "HallAPI", "ProgramKit",
      "SimulatorAPI",
      "Varlink",
      argumentParser, subprocess, system,
    ],
    path: "Kiosk/hallway-kiosk", swiftSettings: strict),
  .executableTarget(
    name: "hallway-pad",
    dependencies: [
      "KioskScreens", "KioskTerminal", "TextUI", "Hall", "HallAPI", "PrivateFiles", "ProgramKit",
      "Varlink",
      argumentParser,
    ],
    path: "Kiosk/hallway-pad", swiftSettings: strict),
  .executableTarget(
    name: "hallway-window",
    dependencies: [
      "ConsoleScreens", "KioskTerminal", "TextUI", "Hall", "HallAPI", "ProgramKit", "Varlink",
      argumentParser,
    ],
    path: "Kiosk/hallway-window", swiftSettings: strict),
  .executableTarget(
    name: "hallway-board",
    dependencies: [
      "BoardScreens", "KioskTerminal", "TextUI", "Hall", "HallAPI", "ProgramKit", "Varlink",
      argumentParser,
    ],
    path: "Kiosk/hallway-board", swiftSettings: strict),
  .executableTarget(
    name: "hallway-simulator",
    dependencies: [
      "DeviceSimulators", "ProgramKit", "SimulatorAPI", "Varlink", argumentParser, unixSignals,
      logging,
    ],
    path: "Devices/Simulators/hallway-simulator", swiftSettings: strict),
]

// MARK: - Tests

let tests: [Target] = [
  .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
  .target(
    name: "DeviceTestSupport", dependencies: ["Hall", "DeviceKit", "TestSupport", logging],
    path: "Tests/DeviceTestSupport", swiftSettings: strict),
  .executableTarget(
    name: "hallway-bench",
    dependencies: [
      "Varlink", "IDCardReaders", "TicketPrinters", "Hall", "HallStore", "HallStoreSQLite",
      "PersonKeys", "PrivateFiles", "TestSupport", crypto, logging, sqlite,
    ],
    path: "Tests/Bench",
    exclude: ["hall.yaml", "ping_server.py", "encode_tickets.py", "fronts.py"],
    swiftSettings: strict),
  // The Swift side of certification and interoperability, started by VarlinkTests.
  .executableTarget(
    name: "VarlinkInterop", dependencies: ["Varlink", logging],
    path: "Tests/Interop/VarlinkInterop", swiftSettings: strict),
  .target(name: "FuzzReplay", path: "Tests/Fuzz/FuzzReplay", swiftSettings: strict),
  .executableTarget(
    name: "VarlinkCodecFuzz", dependencies: ["Varlink", "FuzzReplay", nioCore],
    path: "Tests/Fuzz/VarlinkCodecFuzz", exclude: ["Corpus"], swiftSettings: strict),
  .executableTarget(
    name: "VarlinkIDLFuzz", dependencies: ["Varlink", "FuzzReplay"],
    path: "Tests/Fuzz/VarlinkIDLFuzz", exclude: ["Corpus"], swiftSettings: strict),
  .executableTarget(
    name: "CaseFuzz", dependencies: ["Hall", "CaseAdapters", "FuzzReplay"],
    path: "Tests/Fuzz/CaseFuzz", exclude: ["Corpus"], swiftSettings: strict),
  .executableTarget(
    name: "DeviceFuzz",
    dependencies: [
      "Hall", "DeviceKit", "IDCardReaders", "TicketPrinters", "StationProtocols",
      "EvaluationPads", "CallerKeypads", "LEDStrips", "Scanners", "Cameras", "JPEG",
      "CUPSSpooling", "DocumentPrinters", "SmartCardReaders", "TextUI", "TouchPanels", "FuzzReplay",
    ],
    path: "Tests/Fuzz/DeviceFuzz", exclude: ["Corpus"], swiftSettings: strict),
  .testTarget(
    name: "VarlinkTests",
    dependencies: ["Varlink", "VarlinkInterop", "TestSupport", nioCore, nioPosix, logging],
    swiftSettings: strict),
  .testTarget(name: "HallTests", dependencies: ["Hall", "TestSupport"], swiftSettings: strict),
  .testTarget(
    name: "SimulationTests", dependencies: ["Hall", "HallSimulation"], swiftSettings: strict),
  .testTarget(
    name: "HallStoreTests",
    dependencies: ["Hall", "HallStore", "HallStoreSQLite", "TestSupport", crypto, grdb, sqlite],
    swiftSettings: strict),
  .testTarget(
    name: "CaseImportTests",
    dependencies: [
      "CSVRecords", "CaseAdapters", "CaseImport", "Hall", "HallStore", "HallStoreSQLite",
      "PersonKeys", "TestSupport", crypto,
    ], swiftSettings: strict),
  .testTarget(
    name: "HallServiceTests",
    dependencies: [
      "Hall", "HallAPI", "HallService", "HallStore", "HallStoreSQLite", "PersonKeys", "PINHashing",
      "Varlink", "DeviceKit", "TestSupport", crypto, logging,
    ], swiftSettings: strict),
  .testTarget(
    name: "HallConfigTests", dependencies: ["Hall", "HallConfig", "DeviceKit", "TestSupport"],
    swiftSettings: strict),
  .testTarget(
    name: "DeviceTests",
    dependencies: [
      "Hall", "DeviceKit", "Drivers", "IDCardReaders", "TicketPrinters", "StationProtocols",
      "EvaluationPads", "CallerKeypads", "LEDStrips", "CUPSSpooling", "DocumentPrinters",
      "LetterDrawing", "SmartCardReaders", "DeviceSimulators", "DeviceTestSupport", "TestSupport",
      logging,
    ], swiftSettings: strict),
  .testTarget(
    name: "LetterTests", dependencies: ["Hall", "HallConfig", "LetterDrawing", "TestSupport"],
    exclude: ["Goldens"], swiftSettings: strict),
  .testTarget(
    name: "ObservingTests",
    dependencies: ["JournalLogging", "OpenMetrics", logging, metrics],
    swiftSettings: strict),
  .testTarget(
    name: "DoctorTests",
    dependencies: ["Doctor", "DeviceKit", "Drivers", "CUPSSpooling", "HallAPI"],
    swiftSettings: strict),
  .testTarget(
    name: "ScannerTests",
    dependencies: [
      "Hall", "DeviceKit", "Scanners", "DeviceSimulators", "DeviceTestSupport", "TestSupport",
    ], swiftSettings: strict),
  .testTarget(
    name: "CameraTests",
    dependencies: [
      "DeviceKit", "Cameras", "JPEG", "Pictures", "DeviceTestSupport", "TestSupport",
    ], swiftSettings: strict),
  .testTarget(
    name: "SimulatorTests",
    dependencies: [
      "DeviceSimulators", "SimulatorAPI", "Varlink", "hallway-simulator", "TestSupport",
    ],
    swiftSettings: strict),
  .testTarget(
    name: "TouchPanelTests", dependencies: ["TouchPanels", "TextUI"], swiftSettings: strict),
  .testTarget(
    name: "TextUITests", dependencies: ["TextUI", "Hall", "CNcursesW"], swiftSettings: strict),
  .testTarget(
    name: "KioskTests",
    dependencies: [
      "KioskScreens", "ConsoleScreens", "BoardScreens", "TextUI", "hallway-kiosk", "hallway-pad",
      "hallway-window", "hallway-board", "Hall", "HallAPI", "Varlink",
      "TestSupport", logging,
    ], exclude: ["Goldens"], swiftSettings: strict),
]

let package = Package(
  name: "Hallway",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: hall + devices + kiosk + programs + tests
)
