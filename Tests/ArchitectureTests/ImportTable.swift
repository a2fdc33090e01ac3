/// Who may import whom. docs/ARCHITECTURE.md has the same table between markers; a test compares the two.
enum ImportTable {
    struct Row: Hashable {
        var target: String
        /// Targets of this package.
        var ours: Set<String>
        /// Modules of other packages and of the system; the standard library and `Foundation` need no leave.
        var others: Set<String>

        init(_ target: String, _ ours: Set<String> = [], _ others: Set<String> = []) {
            self.target = target
            self.ours = Set(ours.map { Self.full($0) })
            self.others = others
        }

        /// `URL` stands for `BreakwaterURL`; the C targets have their own names.
        private static func full(_ name: String) -> String {
            name == "Breakwater" || name == "CBreakwater" ? name : "Breakwater" + name
        }
    }

    /// What every Swift target may use: what comes with the compiler.
    static let toolchain: Set<String> = ["Swift", "Foundation", "CoreFoundation", "Glibc", "Synchronization", "Dispatch"]

    static let rows: [Row] = [
        Row("CPCRE2"), Row("COpenSSL"), Row("CIDN2"), Row("CLibPQ"), Row("CBrotli"), Row("CZstd"), Row("CZlib"), Row("CScan"),
        Row("CProcess"), Row("CResolver"),
        Row("CBreakwater"),
        Row("BreakwaterURL", [], ["CIDN2", "CScan"]),
        Row("BreakwaterText"),
        Row("BreakwaterPolicy", ["URL"]),
        Row("BreakwaterRules", ["URL", "Policy"]),
        Row("BreakwaterBundle", [], ["COpenSSL"]),
        Row("BreakwaterCompiler", ["Rules", "Policy", "URL", "Text", "Bundle", "Matching"]),
        Row("BreakwaterMatching", ["Bundle", "URL"], ["CPCRE2", "CScan"]),
        Row("Breakwater", ["Matching", "Bundle", "Policy", "URL"]),
        Row("BreakwaterEvents", ["Breakwater", "Policy"]),
        Row("BreakwaterHTTP", ["Breakwater", "Events", "Policy", "URL", "Text"], ["HTTPTypes", "Mustache", "CBrotli", "CZstd", "CZlib"]),
        Row("BreakwaterStore", ["Events", "Policy"], ["GRDB", "CLibPQ", "Logging", "ServiceLifecycle"]),
        Row("BreakwaterTLS", ["URL"], ["NIOCore", "NIOSSL", "X509", "SwiftASN1", "Crypto", "_CryptoExtras"]),
        Row(
            "BreakwaterProxy", ["HTTP", "Events", "TLS", "Breakwater", "Policy", "URL"],
            [
                "HTTPTypes", "Logging", "Metrics", "ServiceLifecycle", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOHTTP2", "NIOHPACK",
                "NIOExtras", "NIOSSL", "NIOTLS", "CResolver",
            ]),
        Row(
            "BreakwaterICAP", ["HTTP", "Events", "Breakwater", "URL"],
            ["HTTPTypes", "Logging", "ServiceLifecycle", "NIOCore", "NIOPosix", "NIOHTTP1"]),
        Row("BreakwaterC", ["Breakwater", "Bundle", "Policy", "URL", "CBreakwater"]),
        Row("BreakwaterReports", ["Events", "Policy"], ["Mustache"]),
        Row(
            "BreakwaterConsole", ["Store", "Reports", "Events", "Breakwater", "Policy"],
            ["Hummingbird", "HTTPTypes", "Logging", "Mustache", "NIOCore"]),
        Row(
            "BreakwaterServer",
            [
                "URL", "Text", "Policy", "Rules", "Bundle", "Compiler", "Matching", "Breakwater", "Events", "HTTP", "Store", "TLS", "Proxy",
                "ICAP", "Reports", "Console",
            ],
            [
                "AsyncHTTPClient", "CProcess", "CZlib", "Configuration", "Logging", "Metrics", "NIOCore", "NIOPosix", "NIOHTTP1", "ServiceLifecycle",
                "UnixSignals", "Yams",
            ]),
        Row(
            "breakwater-cli",
            ["Server", "Compiler", "Rules", "Reports", "Store", "Events", "Policy", "Bundle", "URL", "Breakwater"],
            ["ArgumentParser", "Logging"]),
        Row(
            "breakwater-bench",
            ["Server", "Compiler", "Rules", "Matching", "Bundle", "Policy", "Text", "URL", "Events", "Store", "Reports", "Breakwater"],
            ["ArgumentParser", "NIOCore", "NIOPosix", "NIOHTTP1"]),
    ]
}
