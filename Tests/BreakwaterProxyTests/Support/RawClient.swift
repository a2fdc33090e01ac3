import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// A TCP client that sends and receives bytes as they are.
final class RawClient {
    private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let channel: any Channel
    private(set) var received: [UInt8] = []

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ channel: any Channel
    ) {
        self.channel = channel
        iterator = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Connects, runs `body`, closes.
    static func connect<Result>(to address: SocketAddress, _ body: (RawClient) async throws -> Result) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(to: address) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in try await body(RawClient(inbound, outbound, channel.channel)) }
    }

    /// Connects, sends, and gives everything that comes until the other side closes.
    static func exchange(_ text: String, with address: SocketAddress) async throws -> String {
        try await connect(to: address) { client in
            try? await client.send(text)
            return await client.receiveAll()
        }
    }

    /// Opens a tunnel and speaks TLS in it from here on.
    ///
    /// - Parameter authorities: a PEM file of who is trusted.
    func openTunnel(to host: String, _ port: Int, trusting authorities: String, speaking protocols: [String] = []) async throws {
        try await send("CONNECT \(host):\(port) HTTP/1.1\r\nHost: \(host):\(port)\r\n\r\n")
        let answer = try await receive(until: "\r\n\r\n")
        guard answer.hasPrefix("HTTP/1.1 200 ") else { throw ChannelError.eof }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(authorities)
        configuration.applicationProtocols = protocols
        let context = try NIOSSLContext(configuration: configuration)
        try await channel.eventLoop.submit { [channel] in
            try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: host), position: .first)
        }.get()
    }

    var text: String { String(decoding: received, as: UTF8.self) }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Says that nothing more is sent.
    func finishSending() { outbound.finish() }

    /// Reads until what came contains `end`; what came up to there is returned and forgotten.
    @discardableResult
    func receive(until end: String) async throws -> String {
        while true {
            if let range = text.range(of: end) {
                let taken = String(text[..<range.upperBound])
                received.removeFirst(taken.utf8.count)
                return taken
            }
            guard let next = try await iterator.next() else { throw ChannelError.eof }
            received += next.readableBytesView
        }
    }

    /// Takes exactly so many bytes; `nil` where the other side closes before.
    func take(_ count: Int) async -> [UInt8]? {
        while received.count < count {
            guard let next = try? await iterator.next() else { return nil }
            received += next.readableBytesView
        }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    /// Reads a response with Content-Length, or none.
    func receiveResponse() async throws -> (head: String, body: String) {
        let head = try await receive(until: "\r\n\r\n")
        let field = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let length = field.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        while received.count < length, let next = try await iterator.next() { received += next.readableBytesView }
        let body = String(decoding: received.prefix(length), as: UTF8.self)
        received.removeFirst(min(length, received.count))
        return (head, body)
    }

    /// Everything until the other side closes; a reset is an end as well.
    func receiveAll() async -> String {
        while let next = try? await iterator.next() { received += next.readableBytesView }
        return text
    }

    /// How many bytes come until the other side closes, kept nowhere.
    func countAll() async throws -> Int {
        var count = received.count
        while let next = try await iterator.next() { count += next.readableBytes }
        return count
    }
}
