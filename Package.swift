// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is held to the same strict rules; the C modules have none.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// What a person waits for anyway, and what runs once: made small in a release, since all of it is copied to a board.
let compact: [SwiftSetting] = strict + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "remcs",
  products: [
    .executable(name: "remcs", targets: ["remcs"]),
    .executable(name: "remcs-center", targets: ["remcs-center"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // C libraries. The shims say why each of them is there.
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw")]),
    .target(name: "CCurl"),
    .target(name: "COpenSSL"),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // The core library and what it stands on.
    .target(name: "RemcsCryptography", dependencies: ["COpenSSL"], swiftSettings: strict),
    .target(
      name: "RemcsCore", dependencies: ["CSQLite", "CZlib", "RemcsCryptography"],
      exclude: ["Fields/Generated/generate.py"],
      swiftSettings: strict),
    .target(
      name: "RemcsMail", dependencies: ["RemcsCore", "RemcsCryptography", "CCurl"], swiftSettings: strict),
    .target(
      name: "RemcsHardware", dependencies: ["RemcsCore", "RemcsCryptography", "CCurl"], swiftSettings: compact),

    // Words: catalogues in Localization/po, compiled into Swift while building.
    .target(
      name: "Localization", dependencies: ["RemcsCore"], path: "Localization", exclude: ["po", "Plugin"],
      swiftSettings: compact, plugins: ["CompileCatalogues"]),
    .executableTarget(name: "po-compile", swiftSettings: strict),
    .plugin(
      name: "CompileCatalogues", capability: .buildTool(), dependencies: ["po-compile"],
      path: "Localization/Plugin"),

    // The front ends.
    .target(
      name: "RemcsConsole", dependencies: ["RemcsCore", "RemcsCryptography", "Localization", "CNcurses"],
      swiftSettings: compact),
    .executableTarget(
      name: "remcs",
      dependencies: [
        "RemcsCore", "RemcsConsole", "RemcsCryptography", "RemcsMail", "RemcsHardware", "RemcsCenter", "Localization",
        arguments,
      ],
      exclude: ["Unit"], swiftSettings: compact),

    // The reference center.
    .target(name: "RemcsCenter", dependencies: ["RemcsCore", "RemcsCryptography"], swiftSettings: strict),
    .executableTarget(
      name: "remcs-center", dependencies: ["RemcsCenter", "RemcsCore", arguments], swiftSettings: strict),

    // Tests: one target a module, and the real programs in a pty.
    .target(
      name: "TestSupport", dependencies: ["RemcsCore", "RemcsCryptography", "CNcurses"], path: "Tests/Support",
      exclude: ["Servers/peers.sh", "Servers/requirements.txt", "Servers/requirements-dmtf.txt"], swiftSettings: strict),
    .testTarget(
      name: "RemcsCryptographyTests", dependencies: ["RemcsCryptography", "TestSupport"], swiftSettings: strict),
    .testTarget(
      // The menus promise what the service allows: one table for both.
      name: "RemcsCoreTests", dependencies: ["RemcsCore", "RemcsConsole", "TestSupport"], exclude: ["Fixtures"],
      swiftSettings: strict),
    .testTarget(
      name: "LocalizationTests", dependencies: ["Localization", "RemcsCore", "TestSupport", "po-compile"],
      exclude: ["Fixtures"], swiftSettings: strict),
    // A form to type into, for the tests of the terminal in a pty.
    .executableTarget(
      name: "terminal-probe", dependencies: ["RemcsConsole", "RemcsCore", "Localization"], path: "Tests/Probe",
      swiftSettings: strict),
    .testTarget(
      name: "RemcsConsoleTests",
      dependencies: [
        "RemcsConsole", "RemcsCore", "RemcsCryptography", "Localization", "CNcurses", "TestSupport", "terminal-probe",
      ],
      exclude: ["Goldens"], swiftSettings: strict),
    .testTarget(
      name: "RemcsMailTests", dependencies: ["RemcsMail", "RemcsCenter", "RemcsCore", "TestSupport", "remcs"],
      swiftSettings: strict),
    .testTarget(
      name: "RemcsHardwareTests", dependencies: ["RemcsHardware", "RemcsCore", "TestSupport"],
      exclude: ["Goldens"], swiftSettings: strict),
    .testTarget(
      name: "RemcsCenterTests", dependencies: ["RemcsCenter", "RemcsCore", "TestSupport"], swiftSettings: strict),
    // What `make bench` runs: the release programs, measured beside dialog and whiptail.
    .executableTarget(
      name: "remcs-bench",
      dependencies: ["CSQLite", "RemcsCore", "RemcsCryptography", "RemcsMail", "Localization", "TestSupport"],
      path: "Tests/Bench",
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "remcs", "remcs-center", "RemcsCore", "RemcsConsole", "Localization", "TestSupport", arguments,
      ],
      exclude: ["Fixtures"], swiftSettings: strict),
  ]
)
