import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterICAP
import BreakwaterPolicy
import Foundation
import NIOCore
import NIOPosix
import Testing

/// The server behind a real Squid, where that is installed.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Squid.path != nil, "needs Squid: apt-get install squid")) struct SquidTests {
    @Test func `Squid asks about requests and responses and shows the pages`() async throws {
        let origin = try await Origin.start()
        try await Running.server(ICAPConfiguration()) { port, service in
            let squid = try await Squid(icapPort: port)
            do {
                func get(_ path: String) async throws -> String {
                    let client = try await RawClient("127.0.0.1", squid.port)
                    try await client.send("GET \(path) HTTP/1.1\r\nHost: x.test\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
                    return try await client.receiveAll()
                }
                let blocked = try await get("http://blocked.test/")
                #expect(blocked.hasPrefix("HTTP/1.1 403"))
                #expect(blocked.contains("Ask your grown-up"))
                let harmless = try await get("http://127.0.0.1:\(origin.port)/harmless")
                #expect(harmless.hasPrefix("HTTP/1.1 200"))
                #expect(harmless.contains("ships"))
                let harmful = try await get("http://127.0.0.1:\(origin.port)/harmful")
                #expect(harmful.hasPrefix("HTTP/1.1 403"))
                #expect(!harmful.contains("forbiddenfruit"))
                #expect(service.recorder.drain(max: 9).map(\.action) == [.block, .allow, .allow, .block])
            } catch {
                squid.stop()
                throw error
            }
            squid.stop()
        }
        try await origin.channel.close()
    }
}

/// A Squid on loopback that asks an ICAP server about everything.
final class Squid: Sendable {
    static let path: String? = ["/usr/sbin/squid", "/usr/local/sbin/squid"].first { FileManager.default.isExecutableFile(atPath: $0) }

    let port: Int
    private let folder: URL
    private let process: Process

    init(icapPort: Int) async throws {
        port = try await Squid.freePort()
        folder = FileManager.default.temporaryDirectory.appending(path: "breakwater-squid-\(UUID().uuidString)")
        // Squid gives up root's rights, and must still be able to write here.
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        let configuration = folder.appending(path: "squid.conf")
        try Self.configuration(port: port, icapPort: icapPort, folder: folder.path).write(
            to: configuration, atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(filePath: try #require(Squid.path))
        process.arguments = ["-N", "-f", configuration.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await waitUntilListening()
    }

    func stop() {
        // Not SIGTERM: a child inherits the signals that the test runner's threads block.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Issue.record("the folder of Squid stays: \(error)")
        }
    }

    private func waitUntilListening() async throws {
        for _ in 0..<200 {
            if let client = try? await RawClient("127.0.0.1", port) { return try await client.close() }
            try await Task.sleep(for: .milliseconds(50))
        }
        stop()
        throw SquidError.notListening
    }

    enum SquidError: Error { case notListening }

    private static func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    private static func configuration(port: Int, icapPort: Int, folder: String) -> String {
        """
        http_port 127.0.0.1:\(port)
        http_access allow localhost
        http_access deny all
        cache deny all
        cache_log \(folder)/cache.log
        access_log none
        pid_filename none
        coredump_dir \(folder)
        visible_hostname localhost
        pinger_enable off
        netdb_filename none
        shutdown_lifetime 0 seconds
        icap_enable on
        icap_preview_enable on
        adaptation_send_client_ip on
        icap_service requests reqmod_precache bypass=off icap://127.0.0.1:\(icapPort)/reqmod
        icap_service responses respmod_precache bypass=off icap://127.0.0.1:\(icapPort)/respmod
        adaptation_access requests allow all
        adaptation_access responses allow all

        """
    }
}

/// An origin with a harmless and a harmful page.
struct Origin {
    var channel: any Channel
    var port: Int { channel.localAddress?.port ?? 0 }

    static func start() async throws -> Origin {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { $0.pipeline.addHandler(Answer()) }
            .bind(host: "127.0.0.1", port: 0).get()
        return Origin(channel: channel)
    }

    private final class Answer: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let request = String(buffer: unwrapInboundIn(data))
            let body = request.contains("/harmful") ? "<p>forbiddenfruit</p>" : "<p>ships</p>"
            let text =
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            context.close(promise: nil)
        }
    }
}
