import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// An origin that answers each message head it gets with the next of its scripted answers, byte for byte, and keeps what it got.
final class ScriptedOrigin: Sendable {
    struct Answer: Sendable {
        var bytes: [UInt8]
        var closes = false
        /// Sent one byte in a write where `true`.
        var isDripped = false

        static func text(_ text: String, closes: Bool = false) -> Answer { Answer(bytes: Array(text.utf8), closes: closes) }
        /// No answer; the connection stays.
        static let silence = Answer(bytes: [])
        /// The connection is closed without a byte.
        static let close = Answer(bytes: [], closes: true)
        static let ok = text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }

    private struct Record {
        var received: [UInt8] = []
        var connections = 0
        var heads = 0
    }

    private let record = Mutex(Record())
    private let channel: any Channel
    var address: SocketAddress { channel.localAddress! }
    var port: Int { channel.localAddress!.port! }

    var received: String { record.withLock { String(decoding: $0.received, as: UTF8.self) } }
    var receivedBytes: [UInt8] { record.withLock { $0.received } }
    var connections: Int { record.withLock { $0.connections } }
    /// How many message heads came, wherever they came from.
    var heads: Int { record.withLock { $0.heads } }

    private init(channel: any Channel) { self.channel = channel }

    /// - Parameter answer: for the head with this number, from 0 on.
    static func run<Result>(
        host: String = "127.0.0.1", tls: NIOSSLContext? = nil, answer: @escaping @Sendable (Int) -> Answer = { _ in .ok },
        _ body: (ScriptedOrigin) async throws -> Result
    ) async throws -> Result {
        let box = Mutex<ScriptedOrigin?>(nil)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let origin = box.withLock { $0 }
                    origin?.record.withLock { $0.connections += 1 }
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Handler(origin: origin, answer: answer))
                }
            }
            .bind(host: host, port: 0).get()
        let origin = ScriptedOrigin(channel: channel)
        box.withLock { $0 = origin }
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(origin)) } catch { outcome = .failure(error) }
        try await channel.close()
        return try outcome.get()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let origin: ScriptedOrigin?
        private let answer: @Sendable (Int) -> Answer
        private var pending: [UInt8] = []

        init(origin: ScriptedOrigin?, answer: @escaping @Sendable (Int) -> Answer) {
            self.origin = origin
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let bytes = Array(unwrapInboundIn(data).readableBytesView)
            origin?.record.withLock { $0.received += bytes }
            pending += bytes
            while let end = pending.firstRange(of: Array("\r\n\r\n".utf8)) {
                pending.removeSubrange(..<end.upperBound)
                let number = origin?.record.withLock { record in
                    record.heads += 1
                    return record.heads - 1
                }
                send(answer(number ?? 0), context)
            }
        }

        private func send(_ answer: Answer, _ context: ChannelHandlerContext) {
            if answer.isDripped {
                for byte in answer.bytes { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [byte])), promise: nil) }
            } else if !answer.bytes.isEmpty {
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer.bytes)), promise: nil)
            }
            guard answer.closes else { return }
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in channel.close(promise: nil) }
        }

        /// A client that sends nothing more is done.
        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
