// swift-tools-version: 6.2
// Breakwater: the targets and who may import whom. docs/ARCHITECTURE.md explains the layers;
// Tests/ArchitectureTests holds this table and the `import` lines to each other.
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], files: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, exclude: files, swiftSettings: settings)
}

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
/// llhttp, for the demonstration's origin and for tests that hold our readers to it.
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2: [Target.Dependency] = [
    .product(name: "NIOHTTP2", package: "swift-nio-http2"),
    .product(name: "NIOHPACK", package: "swift-nio-http2"),
]
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

let package = Package(
    name: "breakwater",
    products: [
        .library(name: "Breakwater", targets: ["Breakwater"]),
        .library(name: "breakwater-c", type: .dynamic, targets: ["BreakwaterC"]),
        .executable(name: "breakwater", targets: ["breakwater-cli"]),
        .executable(name: "breakwater-bench", targets: ["breakwater-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // 0: the system's C libraries, and the C contract
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CScan"),
        .target(name: "CProcess"),
        .target(name: "CResolver", linkerSettings: [.linkedLibrary("resolv", .when(platforms: [.linux]))]),
        .target(name: "CBreakwater"),

        // 1: words
        library("BreakwaterURL", ["CIDN2", "CScan"]),
        library("BreakwaterText"),
        library("BreakwaterPolicy", ["BreakwaterURL"]),

        // 2: lists
        library("BreakwaterRules", ["BreakwaterURL", "BreakwaterPolicy"]),

        // 3: bundle
        library("BreakwaterBundle", ["COpenSSL"]),
        library("BreakwaterCompiler", [
            "BreakwaterRules", "BreakwaterPolicy", "BreakwaterURL", "BreakwaterText", "BreakwaterBundle", "BreakwaterMatching",
        ]),

        // 4: match
        library("BreakwaterMatching", ["BreakwaterBundle", "BreakwaterURL", "CPCRE2", "CScan"]),

        // 5: decide
        library("Breakwater", ["BreakwaterMatching", "BreakwaterBundle", "BreakwaterPolicy", "BreakwaterURL"]),

        // 6: filter
        library("BreakwaterEvents", ["Breakwater", "BreakwaterPolicy"]),
        library("BreakwaterHTTP", [
            "Breakwater", "BreakwaterEvents", "BreakwaterPolicy", "BreakwaterURL", "BreakwaterText",
            httpTypes, mustache, "CBrotli", "CZstd", "CZlib",
        ]),

        // 7: keep and enforce
        library("BreakwaterStore", [
            "BreakwaterEvents", "BreakwaterPolicy", .product(name: "GRDB", package: "GRDB.swift"), "CLibPQ", logging, lifecycle,
        ]),
        library("BreakwaterTLS", [
            "BreakwaterURL", .product(name: "NIOCore", package: "swift-nio"), nioSSL, .product(name: "X509", package: "swift-certificates"),
            .product(name: "SwiftASN1", package: "swift-asn1"), .product(name: "Crypto", package: "swift-crypto"),
            .product(name: "_CryptoExtras", package: "swift-crypto"),
        ]),
        library("BreakwaterProxy", [
            "BreakwaterHTTP", "BreakwaterEvents", "BreakwaterTLS", "Breakwater", "BreakwaterPolicy", "BreakwaterURL", httpTypes, metrics,
            lifecycle, nioSSL, .product(name: "NIOTLS", package: "swift-nio"), "CResolver",
        ] + nio + nioHTTP2),
        library("BreakwaterICAP", [
            "BreakwaterHTTP", "BreakwaterEvents", "Breakwater", "BreakwaterURL", httpTypes, logging, lifecycle,
        ] + nio),
        library("BreakwaterC", ["Breakwater", "BreakwaterBundle", "BreakwaterPolicy", "BreakwaterURL", "CBreakwater"]),

        // 8: tell
        library("BreakwaterReports", ["BreakwaterEvents", "BreakwaterPolicy", mustache]),

        // 9: operate
        library("BreakwaterConsole", [
            "BreakwaterStore", "BreakwaterReports", "BreakwaterEvents", "Breakwater", "BreakwaterPolicy",
            .product(name: "Hummingbird", package: "hummingbird"), mustache, logging,
        ]),
        library("BreakwaterServer", [
            "BreakwaterURL", "BreakwaterText", "BreakwaterPolicy", "BreakwaterRules", "BreakwaterBundle", "BreakwaterCompiler",
            "BreakwaterMatching", "Breakwater", "BreakwaterEvents", "BreakwaterHTTP", "BreakwaterStore", "BreakwaterTLS",
            "BreakwaterProxy", "BreakwaterICAP", "BreakwaterReports", "BreakwaterConsole",
            .product(name: "Configuration", package: "swift-configuration"), .product(name: "Yams", package: "Yams"),
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"), lifecycle, logging, metrics, "CZlib", "CProcess", nioHTTP1,
        ] + nio),
        .executableTarget(
            name: "breakwater-cli",
            dependencies: [
                "BreakwaterServer", "BreakwaterCompiler", "BreakwaterRules", "BreakwaterReports", "BreakwaterStore",
                "BreakwaterEvents", "BreakwaterPolicy", "BreakwaterBundle", "BreakwaterURL", "Breakwater",
                .product(name: "ArgumentParser", package: "swift-argument-parser"), logging,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "breakwater-bench",
            dependencies: [
                "BreakwaterServer", "BreakwaterCompiler", "BreakwaterRules", "BreakwaterMatching", "BreakwaterBundle",
                "BreakwaterPolicy", "BreakwaterText", "BreakwaterURL", "BreakwaterEvents", "BreakwaterStore", "BreakwaterReports",
                "Breakwater", .product(name: "ArgumentParser", package: "swift-argument-parser"), nioHTTP1,
            ] + nio,
            swiftSettings: settings),

        // tests; malloc and its like are replaced by ones that count, and a thread's DNS servers by a test's, in the test executable only
        .target(name: "CMallocCount", path: "Tests/CMallocCount"),
        .target(name: "CTestResolver", path: "Tests/CTestResolver", linkerSettings: [.linkedLibrary("resolv", .when(platforms: [.linux]))]),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        tests("BreakwaterURL"),
        tests("BreakwaterText"),
        tests("BreakwaterPolicy", ["BreakwaterURL"]),
        tests("BreakwaterRules", ["BreakwaterURL", "BreakwaterPolicy"]),
        tests("BreakwaterBundle"),
        tests("BreakwaterCompiler", ["BreakwaterRules", "BreakwaterPolicy", "BreakwaterURL", "BreakwaterBundle", "BreakwaterMatching", "Breakwater"]),
        tests("BreakwaterMatching", ["CScan", "BreakwaterBundle", "BreakwaterURL", "BreakwaterText", "BreakwaterCompiler", "BreakwaterRules", "BreakwaterPolicy"]),
        tests("Breakwater", ["BreakwaterCompiler", "BreakwaterRules", "BreakwaterText", "BreakwaterBundle", "BreakwaterPolicy", "BreakwaterURL", "CMallocCount"]),
        tests("BreakwaterEvents", ["Breakwater", "BreakwaterPolicy"]),
        tests("BreakwaterHTTP", ["Breakwater", "BreakwaterCompiler", "BreakwaterRules", "BreakwaterEvents", "BreakwaterPolicy", "BreakwaterURL", httpTypes], files: ["Golden"]),
        tests("BreakwaterStore", ["BreakwaterEvents", "BreakwaterPolicy", "Breakwater"]),
        tests("BreakwaterTLS", [
            "BreakwaterURL", .product(name: "X509", package: "swift-certificates"), .product(name: "SwiftASN1", package: "swift-asn1"),
            .product(name: "Crypto", package: "swift-crypto"),
        ]),
        tests("BreakwaterProxy", [
            "BreakwaterHTTP", "BreakwaterEvents", "BreakwaterCompiler", "BreakwaterRules", "Breakwater", "BreakwaterPolicy",
            "BreakwaterURL", "BreakwaterTLS", "CTestResolver", httpTypes, logging, lifecycle, nioHTTP1, nioSSL,
        ] + nio + nioHTTP2),
        tests("BreakwaterICAP", [
            "BreakwaterHTTP", "BreakwaterEvents", "BreakwaterCompiler", "BreakwaterRules", "Breakwater", "BreakwaterPolicy",
            "BreakwaterURL", logging,
        ] + nio),
        tests("BreakwaterReports", ["BreakwaterEvents", "BreakwaterPolicy"], files: ["Golden"]),
        tests("BreakwaterConsole", ["BreakwaterStore", "BreakwaterReports", "BreakwaterEvents", "BreakwaterCompiler", "BreakwaterRules", "Breakwater", "BreakwaterPolicy"]),
        tests("BreakwaterServer", ["BreakwaterHTTP", "BreakwaterPolicy", "BreakwaterCompiler", "BreakwaterRules", "Breakwater", "BreakwaterStore", "BreakwaterEvents", "BreakwaterURL", logging, metrics]),
        .testTarget(name: "CommandTests", dependencies: ["BreakwaterServer", "BreakwaterCompiler", "BreakwaterPolicy", "BreakwaterRules", "breakwater-cli", "breakwater-bench", "BreakwaterC"], exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        .testTarget(
            name: "ConformanceTests",
            dependencies: ["BreakwaterURL", "BreakwaterRules", "BreakwaterCompiler", "BreakwaterPolicy", "Breakwater", "BreakwaterServer", "TestSupport"],
            swiftSettings: settings),
    ]
)
