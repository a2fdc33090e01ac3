// swift-tools-version: 6.2
// The fuzz targets, a package of their own so that libFuzzer's flags stay out of the main graph. `Sources` holds links to the
// modules that read untrusted bytes: they are compiled again here, instrumented, and share this package's name, so that the
// target sees what is `package` in them. Scripts/fuzz builds and runs it.
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-parse-as-library", "-sanitize=fuzzer,address"]),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let hpack = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")

let package = Package(
    name: "breakwater-fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    ],
    targets: [
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CScan"),
        library("BreakwaterURL", ["CIDN2", "CScan"]),
        library("BreakwaterText"),
        library("BreakwaterPolicy", ["BreakwaterURL"]),
        library("BreakwaterRules", ["BreakwaterURL", "BreakwaterPolicy"]),
        library("BreakwaterBundle", ["COpenSSL"]),
        library("BreakwaterMatching", ["BreakwaterBundle", "BreakwaterURL", "CPCRE2", "CScan"]),
        library("BreakwaterCompiler", [
            "BreakwaterRules", "BreakwaterPolicy", "BreakwaterURL", "BreakwaterText", "BreakwaterBundle", "BreakwaterMatching",
        ]),
        library("Breakwater", ["BreakwaterMatching", "BreakwaterBundle", "BreakwaterPolicy", "BreakwaterURL"]),
        // Of these only what reads bytes; their sockets, keys and pages have no place here.
        .target(
            name: "BreakwaterTLS", dependencies: ["BreakwaterURL"],
            sources: ["ByteCursor.swift", "ClientHello+Parsing.swift", "ClientHello.swift", "ClientHelloError.swift", "ClientHelloReader.swift"],
            swiftSettings: settings),
        .target(
            name: "BreakwaterHTTP", dependencies: [httpTypes],
            sources: ["ErrorReply.swift", "FieldNames.swift", "HTTPFields+Value.swift", "MessageSyntax.swift", "UnreadFields.swift"],
            swiftSettings: settings),
        .target(
            name: "BreakwaterProxy", dependencies: ["BreakwaterHTTP", "BreakwaterURL", httpTypes, nio, hpack],
            sources: [
                "Server/HTTP2Limits.swift", "Server/ProxyLimits.swift", "Wire/BodyFraming.swift", "Wire/BodyReader.swift",
                "Wire/FieldKind.swift", "Wire/FieldNameTable.swift", "Wire/FieldSection.swift", "Wire/FieldSection+HTTP2.swift",
                "Wire/HeadScanner.swift", "Wire/MessageFault.swift",
                "Wire/RequestLine.swift", "Wire/RequestMessageHead.swift", "Wire/ResponseMessageHead.swift", "Wire/TrailerFields.swift",
            ],
            swiftSettings: settings),
        // `Linked` holds links to files of ICAP and of the content codings whose types are internal to their modules.
        .executableTarget(
            name: "breakwater-fuzz",
            dependencies: [
                "BreakwaterURL", "BreakwaterText", "BreakwaterPolicy", "BreakwaterRules", "BreakwaterBundle", "BreakwaterMatching",
                "BreakwaterCompiler", "Breakwater", "BreakwaterTLS", "BreakwaterHTTP", "BreakwaterProxy", "CBrotli", "CZstd", "CZlib",
                httpTypes, nio,
            ],
            swiftSettings: settings,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
    ]
)
