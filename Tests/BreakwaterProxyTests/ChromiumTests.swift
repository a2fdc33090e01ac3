import BreakwaterPolicy
import BreakwaterProxy
import Foundation
import NIOCore
import Testing

/// A real browser through a running proxy: what a person sees of allowed, closed, warned and missing pages, with and without decryption.
///
/// The pictures are left in a temporary folder, for people to look at: `$TMPDIR/breakwater-pages`.
@Suite(.timeLimit(.minutes(3)), .enabled(if: Chromium.isThere))
struct ChromiumTests {
    struct Page: Sendable, CustomTestStringConvertible {
        let name: String
        let host: String
        let path: String
        /// What must be on it, in English and in Japanese.
        let says: [String: String]
        var testDescription: String { name }
    }

    static let pages: [Page] = [
        Page(name: "allowed", host: "good.test", path: "/page/apple", says: ["en": "<p>apple</p>", "ja": "<p>apple</p>"]),
        Page(name: "blocked", host: "blocked.test", path: "/", says: ["en": "Adult content", "ja": "成人向け"]),
        Page(name: "warned", host: "warned.test", path: "/", says: ["en": "Games", "ja": "ゲーム"]),
        Page(name: "error", host: "missing.invalid", path: "/", says: ["en": "There is no site of this name", "ja": "この名前のサイトはありません"]),
    ]

    @Test(arguments: pages, ["en", "ja"]) func `pages over http`(page: Page, language: String) async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                let seen = try await Chromium.open("http://\(page.host):\(port)\(page.path)", through: proxy, language: language, as: "http-\(page.name)-\(language)")
                #expect(seen.contains(page.says[language] ?? "?"), "\(seen.prefix(2000))")
            }
        }
    }

    @Test(arguments: pages, HTTP2Tests.Version.allCases) func `pages inside https, with origins of either version`(page: Page, version: HTTP2Tests.Version) async throws {
        try await HTTP2Tests.origin(version) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let seen = try await Chromium.open(
                    "https://\(page.host):\(port)\(page.path)", through: inspecting.proxy, trusting: inspecting.authorityFile, language: "en",
                    as: "https-\(page.name)-\(version.major)")
                #expect(seen.contains(page.says["en"] ?? "?"), "\(seen.prefix(2000))")
            }
            // The page and its icon, over the version that the origin speaks.
            #expect(page.name == "allowed" ? origin.completed >= 1 : origin.completed == 0)
        }
    }

    @Test func `a browser that does not trust our authority shows nothing of ours`() async throws {
        try await HTTP2Tests.origin { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let seen = try await Chromium.open("https://good.test:\(port)/page/apple", through: inspecting.proxy, language: "en", as: "https-untrusted")
                #expect(!seen.contains("<p>apple</p>"))
            }
        }
    }
}

/// Headless, with a profile of its own for each page.
enum Chromium {
    static let isThere = ["chromium", "certutil"].allSatisfy { (try? Shell.run(["sh", "-c", "command -v \($0)"]).status) == 0 }

    /// Opens a page, leaves its picture, and gives its document as it is after loading.
    ///
    /// - Parameter authority: a PEM file that the browser trusts, as on a device where it was installed.
    static func open(_ url: String, through proxy: RunningProxy, trusting authority: String? = nil, language: String, as name: String) async throws -> String {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-browser-\(UUID().uuidString)")
        let pictures = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-pages")
        try FileManager.default.createDirectory(at: home.appendingPathComponent(".pki/nssdb"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let database = "sql:" + home.appendingPathComponent(".pki/nssdb").path
        try check(["certutil", "-N", "-d", database, "--empty-password"])
        if let authority { try check(["certutil", "-A", "-d", database, "-t", "C,,", "-n", "breakwater", "-i", authority]) }
        let port = try #require(proxy.v4.port)
        let arguments = [
            "env", "HOME=\(home.path)", "timeout", "60", "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--user-data-dir=\(home.appendingPathComponent("profile").path)", "--proxy-server=http://127.0.0.1:\(port)",
            "--proxy-bypass-list=<-loopback>", "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable", "--lang=\(language)",
            "--accept-lang=\(language)", "--hide-scrollbars", "--window-size=800,1000",
            "--screenshot=\(pictures.appendingPathComponent(name + ".png").path)", "--dump-dom", url,
        ]
        // On a thread of its own: the proxy needs those of the tests.
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try Shell.run(arguments).output }) }
        }
    }

    private static func check(_ command: [String]) throws {
        let outcome = try Shell.run(command)
        try #require(outcome.status == 0, "\(outcome.output)")
    }
}
