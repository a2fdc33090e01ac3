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

let package = Package(
    name: "breakwater-fuzz",
    targets: [
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CScan"),
        library("BreakwaterURL", ["CIDN2"]),
        library("BreakwaterText"),
        library("BreakwaterPolicy", ["BreakwaterURL"]),
        library("BreakwaterRules", ["BreakwaterURL", "BreakwaterPolicy"]),
        library("BreakwaterBundle", ["COpenSSL"]),
        library("BreakwaterMatching", ["BreakwaterBundle", "BreakwaterURL", "CPCRE2", "CScan"]),
        library("BreakwaterCompiler", [
            "BreakwaterRules", "BreakwaterPolicy", "BreakwaterURL", "BreakwaterText", "BreakwaterBundle", "BreakwaterMatching",
        ]),
        library("Breakwater", ["BreakwaterMatching", "BreakwaterBundle", "BreakwaterPolicy", "BreakwaterURL"]),
        library("BreakwaterTLS", ["BreakwaterURL"]),
        .executableTarget(
            name: "breakwater-fuzz",
            dependencies: [
                "BreakwaterURL", "BreakwaterText", "BreakwaterPolicy", "BreakwaterRules", "BreakwaterBundle", "BreakwaterMatching",
                "BreakwaterCompiler", "Breakwater", "BreakwaterTLS",
            ],
            swiftSettings: settings,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
    ]
)
