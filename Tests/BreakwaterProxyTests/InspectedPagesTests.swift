import Breakwater
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterURL
import Foundation
import NIOCore
import NIOSSL
import Testing

/// What people do on pages inside https, and what is done to requests and answers there: the same in every mixture of HTTP versions.
@Suite(.timeLimit(.minutes(2)))
struct InspectedPagesTests {
    typealias Version = HTTP2Tests.Version

    /// A decrypting proxy with the guardian's code `open sesame`, before an origin that is the host.
    private func run(
        _ client: Version, _ version: Version, host: String, downloads: DownloadRules? = nil,
        _ body: @escaping @Sendable (Visit) async throws -> Void
    ) async throws {
        let context = try CertificateZoo.shared.get().animal("good", host: host).context {
            $0.applicationProtocols = version == .http2 ? ["h2", "http/1.1"] : ["http/1.1"]
        }
        let hash = try #require(PasswordHash(cheaplyOf: "open sesame")).description
        try await EchoOrigin.run(tls: context) { origin in
            try await InspectingProxy.run(
                ports: [origin.port], downloads: downloads, configure: { $0.nameLookup = NameLookup { _ in [IPAddress(v4: 0x7F00_0001)] } }
            ) { [port = origin.port] inspecting in
                inspecting.proxy.service.configuration.takesRequests = true
                inspecting.proxy.service.configuration.overrideCodeHash = hash
                try await body(Visit(inspecting: inspecting, client: client, url: "https://\(host):\(port)"))
            }
        }
    }

    /// A client's way of asking for a host's pages.
    struct Visit: Sendable {
        let inspecting: InspectingProxy
        let client: Version
        /// Without a path.
        let url: String

        var service: FilterService { inspecting.proxy.service }

        /// - Returns: the body, and a line with status and the client's version of HTTP.
        func get(_ path: String, _ arguments: String...) async throws -> (text: String, line: String) {
            let answer = try await inspecting.curl(
                [client.option, "-w", "\n%{http_code} %{http_version}", "-H", "Accept: text/html"] + arguments + [url + path])
            let lines = answer.output.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(answer.status == 0, "\(path): \(answer.output)")
            return (lines.dropLast().joined(separator: "\n"), String(lines.last ?? ""))
        }

        /// Where a page's form or link of a purpose leads to.
        func target(_ purpose: String, on page: String) throws -> String {
            let text = page.replacing("&amp;", with: "&")
            let start = try #require(text.range(of: "\"/.well-known/breakwater/\(purpose)?"), "no \(purpose) on \(text)")
            return String(text[text.index(after: start.lowerBound)...].prefix { $0 != "\"" })
        }

        func expect(_ found: (text: String, line: String), _ status: Int, _ part: String) {
            #expect(found.line == "\(status) \(client.rawValue)" && (part.isEmpty || found.text.contains(part)), "\(found)")
        }

        /// What was said on pages so far.
        func submissions() async -> [PageSubmission] {
            service.endSubmissions()
            return await service.submissions.reduce(into: []) { $0.append($1) }
        }
    }

    @Test(arguments: Version.allCases, Version.allCases)
    func `a block page's form asks, and an approval opens the page at once`(client: Version, origin version: Version) async throws {
        try await run(client, version, host: "blocked.test") { visit in
            let page = try await visit.get("/page/a?b=c")
            visit.expect(page, 403, "Adult content")
            let form = try visit.target("ask", on: page.text)
            visit.expect(try await visit.get(form, "-d", "kind=ask&scope=page&term=30m&note=for+school%21"), 200, "Your question is on its way")
            visit.expect(try await visit.get(form, "-d", "kind=appeal&note=it+is+a+museum"), 200, "")
            visit.expect(try await visit.get(form.replacing("&s=", with: "&s=0"), "-d", "kind=ask"), 400, "")
            visit.service.grants = GrantTable([Grant(id: 1, profile: "child", pattern: "blocked.test/page/a", expiresAt: .max)])
            visit.expect(try await visit.get("/page/a?b=c"), 200, "<p>a?b=c</p>")
            visit.expect(try await visit.get("/page/b"), 403, "Adult content")
            #expect(await visit.submissions() == [
                .request(pattern: "blocked.test/page/a", profile: "child", note: "for school!", term: .halfHour),
                .appeal(profile: "child", category: CategoryID("adult"), list: "names", host: "blocked.test", note: "it is a museum"),
            ])
        }
    }

    @Test(arguments: Version.allCases, Version.allCases)
    func `a guardian's code opens the page on the page itself`(client: Version, origin version: Version) async throws {
        try await run(client, version, host: "blocked.test") { visit in
            let form = try visit.target("override", on: try await visit.get("/page/a").text)
            visit.expect(try await visit.get(form, "-d", "code=open+sesam&scope=site"), 403, "")
            visit.expect(try await visit.get("/page/a"), 403, "Adult content")
            // The answer leads back to the page, on the connection that was opened to show nothing but pages of ours.
            visit.expect(try await visit.get(form, "-L", "-d", "code=open+sesame&scope=site"), 200, "<p>a</p>")
            visit.expect(try await visit.get("/page/b"), 200, "<p>b</p>")
            #expect(await visit.submissions() == [
                .override(profile: "child", isAccepted: false), .override(profile: "child", isAccepted: true),
            ])
        }
    }

    @Test(arguments: Version.allCases, Version.allCases)
    func `a warning's reader continues, and meets it once`(client: Version, origin version: Version) async throws {
        try await run(client, version, host: "warned.test") { visit in
            let page = try await visit.get("/page/a")
            #expect(page.line.hasSuffix(" \(client.rawValue)") && page.text.contains("Games") && !page.text.contains("<p>a</p>"), "\(page)")
            visit.expect(try await visit.get(try visit.target("continue", on: page.text), "-L"), 200, "<p>a</p>")
            visit.expect(try await visit.get("/page/b"), 200, "<p>b</p>")
        }
    }

    @Test(arguments: Version.allCases, [
        ("www.google.com", "/search?q=x&safe=off", "/search?q=x&safe=active"), ("www.bing.com", "/search?q=x", "/search?q=x&adlt=strict"),
        ("duckduckgo.com", "/search?kp=-2&q=x", "/search?q=x&kp=1"), ("www.youtube.com", "/field/youtube-restrict", "Strict"),
        ("www.google.com", "/field/prefer", "safe"),
    ])
    func `searches are made safe in what the origin gets`(client: Version, service: (host: String, path: String, gets: String)) async throws {
        for version in Version.allCases {
            try await run(client, version, host: service.host) { visit in
                let answer = try await visit.get(service.path)
                #expect(answer == (service.gets, "200 \(client.rawValue)"))
            }
        }
    }

    @Test(arguments: Version.allCases, Version.allCases)
    func `downloads are ruled by extension, media type and size`(client: Version, origin version: Version) async throws {
        let rules = DownloadRules(blockedTypes: ["application/x-msdownload", "video/*"], blockedExtensions: ["exe"], maximumBytes: 1000)
        try await run(client, version, host: "good.test", downloads: rules) { visit in
            let table: [(path: String, status: Int)] = [
                ("/file/text/plain/1000/a.txt", 200), ("/file/text/plain/1001/a.txt", 403), ("/file/application/pdf/10/setup.EXE?x=1", 403),
                ("/file/application/x-msdownload/10/a", 403), ("/file/video/mp4/10/a", 403), ("/file/audio/mpeg/10/a", 200),
                ("/attachment/setup.exe", 403), ("/attachment/setup.pdf", 200),
            ]
            for (path, status) in table {
                let answer = try await visit.get(path)
                visit.expect(answer, status, "")
                #expect(answer.text.contains("xxx") == (status == 200 && path.hasPrefix("/file")), "\(path): \(answer.text.prefix(80))")
            }
            visit.expect(try await visit.get("/chunked"), 200, "first second")
            visit.expect(try await visit.get("/chunked/application/octet-stream"), 200, "first second")
        }
        // Bodies that do not say how long they are: text waits for its verdict, and a page takes its place; of others some has passed, and
        // the message is an incomplete one: for curl 18 or 56 in HTTP/1.1, 92 where the stream was reset.
        try await run(client, version, host: "good.test", downloads: DownloadRules(maximumBytes: 8)) { visit in
            let page = try await visit.get("/chunked")
            visit.expect(page, 403, "")
            #expect(!page.text.contains("first"))
            let cut = try await visit.inspecting.curl([client.option, visit.url + "/chunked/application/octet-stream"])
            #expect([18, 56, 92].contains(cut.status) && !cut.output.contains("second"), "\(cut)")
        }
    }
}
