import BreakwaterPolicy
import BreakwaterProxy
import Foundation
import NIOCore
import NIOPosix
import Testing

/// A web server that people use, which speaks HTTP/2 with us, and curl, which does so too.
@Suite(.timeLimit(.minutes(2)), .enabled(if: (try? Shell.run(["nginx", "-v"]).status) == 0))
struct NginxTests {
    private func nginx<Result>(in folder: URL, _ body: (Int) async throws -> Result) async throws -> Result {
        let animal = try CertificateZoo.shared.get().animal("good")
        let reserved = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(reserved.localAddress?.port)
        try await reserved.close()
        let path = folder.path
        let configuration = """
            daemon off;
            master_process off;
            pid \(path)/pid;
            error_log \(path)/errors;
            events {}
            http {
                log_format short '$server_protocol $status $connection';
                access_log \(path)/log short;
                client_body_temp_path \(path)/bodies; proxy_temp_path \(path)/proxy; fastcgi_temp_path \(path)/fastcgi;
                uwsgi_temp_path \(path)/uwsgi; scgi_temp_path \(path)/scgi;
                default_type text/html;
                server {
                    listen 127.0.0.1:\(port) ssl http2;
                    ssl_certificate \(animal.chain[0]);
                    ssl_certificate_key \(animal.key);
                    root \(path)/site;
                }
            }
            """
        try configuration.write(toFile: path + "/nginx.conf", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["nginx", "-c", path + "/nginx.conf", "-e", path + "/errors"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        // It listens before it writes its process's number.
        while !FileManager.default.fileExists(atPath: path + "/pid") {
            try #require(process.isRunning, "\((try? String(contentsOfFile: path + "/errors", encoding: .utf8)) ?? "")")
            await Task.yield()
        }
        return try await body(port)
    }

    @Test func `nginx and curl speak HTTP/2 through the proxy, a thousand requests and a large file`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-nginx-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appendingPathComponent("site"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try "<p>a page</p>".write(to: folder.appendingPathComponent("site/page"), atomically: true, encoding: .utf8)
        let large = Data((0..<(12 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) })
        try large.write(to: folder.appendingPathComponent("site/large.bin"))
        try await nginx(in: folder) { port in
            try await InspectingProxy.run(ports: [port]) { inspecting in
                let url = "https://good.test:\(port)"
                let copy = folder.appendingPathComponent("copy")
                let file = try await inspecting.curl(["--http2", "-o", copy.path, "-w", "%{http_code} %{http_version}", url + "/large.bin"])
                #expect(file == (0, "200 2"))
                #expect(try Data(contentsOf: copy) == large)
                let pages = try await inspecting.curl(
                    ["--http2", "--no-progress-meter", "-Z", "--parallel-max", "40", "-o", "/dev/null", "-w", "%{http_code} %{http_version}\\n", url + "/page?[1-1000]"])
                #expect(pages.output == String(repeating: "200 2\n", count: 1000))
                let missing = try await inspecting.curl(["--http2", "-w", "%{http_code}", "-o", "/dev/null", "-d", "x=y", url + "/page"])
                #expect(missing.output == "405")
            }
        }
        let lines = try String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 1002 && lines.allSatisfy { $0.hasPrefix("HTTP/2.0 ") })
        // nginx ends a connection after a thousand requests; another takes its place, and nobody notices.
        #expect(Set(lines.compactMap { $0.split(separator: " ").last }).count <= 3)
    }
}
