import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterTLS
import Foundation
import NIOCore
import Testing

/// Programs that people use, through a decrypted tunnel, against a web server on loopback.
@Suite(.timeLimit(.minutes(2)))
struct RealClientTests {
    /// A static file server that speaks TLS, in Python; prints its port.
    private static let server = """
        import functools, http.server, ssl, sys
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    private static func has(_ tool: String, _ arguments: String...) -> Bool {
        (try? Shell.run([tool] + arguments).status) == 0
    }

    private func serving<Result>(_ folder: URL, _ body: (Int) async throws -> Result) async throws -> Result {
        let animal = try CertificateZoo.shared.get().animal("good")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.server, folder.path, animal.chain[0], animal.key]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        var text = ""
        while !text.hasSuffix("\n"), let data = try pipe.fileHandleForReading.read(upToCount: 1), !data.isEmpty { text += String(decoding: data, as: UTF8.self) }
        return try await body(try #require(Int(text.dropLast())))
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-clients-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test(.enabled(if: has("git", "--version") && has("python3", "--version")))
    func `git clones through a decrypted tunnel`() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = folder.appendingPathComponent("source").path
        let bare = folder.appendingPathComponent("site/project.git").path
        let identity = ["-c", "user.name=t", "-c", "user.email=t@good.test"]
        for command in [
            ["init", "-q", source], ["-C", source] + identity + ["commit", "-q", "--allow-empty", "-m", "the first"],
            ["clone", "-q", "--bare", source, bare], ["-C", bare, "update-server-info"],
        ] {
            let made = try Shell.run(["git"] + command)
            #expect(made.status == 0, "\(made.output)")
        }
        try await serving(folder.appendingPathComponent("site")) { port in
            try await InspectingProxy.run(ports: [port]) { inspecting in
                let copy = folder.appendingPathComponent("copy").path
                let proxy = "http://127.0.0.1:\(inspecting.proxy.v4.port ?? 0)"
                let cloned = try Shell.run([
                    "git", "-c", "http.proxy=\(proxy)", "-c", "http.sslCAInfo=\(inspecting.authorityFile)", "clone", "-q",
                    "https://good.test:\(port)/project.git", copy,
                ])
                #expect(cloned.status == 0, "\(cloned.output)")
                let log = try Shell.run(["git", "-C", copy, "log", "--format=%s"])
                #expect(log.output == "the first\n")
                #expect(inspecting.inspection.leaves.count == 1)
            }
        }
    }

    @Test(.enabled(if: has("python3", "-c", "import requests")))
    func `Python's requests goes through a decrypted tunnel, and sees the block page`() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try "<p>a harmless page</p>".write(to: folder.appendingPathComponent("page.html"), atomically: true, encoding: .utf8)
        try await serving(folder) { port in
            try await InspectingProxy.run(ports: [port, 443]) { inspecting in
                let script = """
                    import requests, sys
                    session = requests.Session()
                    session.trust_env = False
                    session.proxies = {"https": sys.argv[1]}
                    session.verify = sys.argv[2]
                    for url in sys.argv[3:]:
                        answer = session.get(url, headers={"Accept-Language": "en"})
                        print(answer.status_code, "Adult content" in answer.text, len(answer.text) if answer.ok else "")
                    """
                let answer = try Shell.run([
                    "python3", "-c", script, "http://127.0.0.1:\(inspecting.proxy.v4.port ?? 0)", inspecting.authorityFile,
                    "https://good.test:\(port)/page.html", "https://good.test:\(port)/page.html", "https://blocked.test/",
                ])
                #expect(answer.output == "200 False 22\n200 False 22\n403 True \n")
                #expect(inspecting.proxy.recordedActions() == [.allow, .allow, .block])
            }
        }
    }
}

enum Shell {
    /// Runs a program and waits; output and errors together. No proxy of the machine's own counts.
    static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        // Nor do its authorities: they would come before the one that a command names.
        let authorities = ["GIT_SSL_CAINFO", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"]
        process.environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.lowercased().hasSuffix("_proxy") && !authorities.contains($0.key)
        }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
