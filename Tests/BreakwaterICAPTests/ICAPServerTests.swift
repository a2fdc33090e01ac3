import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterICAP
import BreakwaterPolicy
import BreakwaterURL
import Foundation
import Logging
import NIOCore
import NIOPosix
import Testing

/// The server over real sockets, on loopback and ports of the system's choice.
@Suite(.serialized, .timeLimit(.minutes(1))) struct ICAPServerTests {
    @Test(arguments: ["127.0.0.1", "::1"]) func `a connection serves one message after another`(address: String) async throws {
        var configuration = ICAPConfiguration()
        configuration.address = address
        try await Running.server(configuration) { port, _ in
            let client = try await RawClient(address, port)
            try await client.send("OPTIONS icap://localhost/respmod ICAP/1.0\r\nHost: localhost\r\n\r\n")
            #expect(try await client.receive(until: "null-body=0\r\n\r\n").contains("Methods: RESPMOD"))
            try await client.send(Message(fields: ["Allow: 204"], request: Message.get("http://good.test/")).text)
            #expect(try await client.receive(until: "\r\n\r\n").hasPrefix("ICAP/1.0 204"))
            try await client.send(Message(fields: ["Allow: 204"], request: Message.get("http://blocked.test/")).text)
            #expect(try await client.receive(until: "0\r\n\r\n").contains("HTTP/1.1 403"))
            try await client.close()
        }
    }

    @Test func `ICP-06: a client that is no peer is not served`() async throws {
        var configuration = ICAPConfiguration()
        configuration.peers = [CIDRBlock("192.0.2.0/24")].compactMap { $0 }
        try await Running.server(configuration) { port, _ in
            let client = try await RawClient("127.0.0.1", port)
            try? await client.send("OPTIONS icap://localhost/reqmod ICAP/1.0\r\nHost: localhost\r\n\r\n")
            #expect(try await client.receiveAll().isEmpty)
        }
    }

    @Test func `NET-08: a server for everybody does not start`() async {
        for peers in [[], [CIDRBlock("0.0.0.0/0")].compactMap { $0 }] {
            var configuration = ICAPConfiguration()
            configuration.peers = peers
            let server = ICAPServer(service: TestBundle.service(), configuration: configuration, logger: Logger(label: "test"))
            await #expect(throws: ICAPServerError.self) { try await server.run() }
        }
    }

    @Test func `DOS-01: a client that does not get on is cut off`() async throws {
        var configuration = ICAPConfiguration()
        configuration.messageTimeout = .milliseconds(200)
        configuration.idleTimeout = .milliseconds(200)
        try await Running.server(configuration) { port, _ in
            let client = try await RawClient("127.0.0.1", port)
            try await client.send("OPTIONS icap:")
            #expect(try await client.receiveAll().isEmpty)
        }
    }

    @Test func `a malformed message is answered, then the connection ends`() async throws {
        try await Running.server(ICAPConfiguration()) { port, _ in
            let client = try await RawClient("127.0.0.1", port)
            try await client.send("GET / HTTP/1.1\r\n\r\n")
            #expect(try await client.receiveAll().hasPrefix("ICAP/1.0 505"))
        }
    }
}

/// A server for the time of a test.
enum Running {
    static func server(
        _ configuration: ICAPConfiguration, _ body: @escaping @Sendable (Int, FilterService) async throws -> Void
    ) async throws {
        var configuration = configuration
        configuration.port = 0
        let service = TestBundle.service()
        let server = ICAPServer(
            service: service, configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await server.run { continuation.yield($0) }
            }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            try await body(port, service)
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

/// A socket that sends and receives text.
final class RawClient: Sendable {
    private let channel: any Channel
    private let chunks: AsyncStream<String>
    private final class Reader: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let continuation: AsyncStream<String>.Continuation
        init(_ continuation: AsyncStream<String>.Continuation) { self.continuation = continuation }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(String(buffer: unwrapInboundIn(data))) }
        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    init(_ address: String, _ port: Int) async throws {
        let (stream, continuation) = AsyncStream<String>.makeStream()
        chunks = stream
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { $0.pipeline.addHandler(Reader(continuation)) }
            .connect(host: address, port: port).get()
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    func receive(until end: String) async throws -> String {
        var text = ""
        for await chunk in chunks {
            text += chunk
            if text.hasSuffix(end) { return text }
        }
        return text
    }

    func receiveAll() async throws -> String {
        var text = ""
        for await chunk in chunks { text += chunk }
        return text
    }

    func close() async throws { try await channel.close() }
}
