import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A well-behaved HTTP origin on NIO's own codec: `/echo` sends the request's body back, `/big/N` sends N MiB, `/chunked` two
/// chunks, `/empty` 204, `/page/TEXT` a page, `/field/NAME` a request field, anything else `ok`.
final class EchoOrigin: Sendable {
    private let channel: any Channel
    private let counts = Mutex<(connections: Int, requests: Int)>((0, 0))

    var port: Int { channel.localAddress!.port! }
    var connections: Int { counts.withLock { $0.connections } }
    var requests: Int { counts.withLock { $0.requests } }

    private init(channel: any Channel) { self.channel = channel }

    static func run<Result>(host: String = "127.0.0.1", tls: NIOSSLContext? = nil, _ body: (EchoOrigin) async throws -> Result) async throws -> Result {
        let box = Mutex<EchoOrigin?>(nil)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    box.withLock { $0 }?.counts.withLock { $0.connections += 1 }
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(box.withLock { $0 }))
                }
            }
            .bind(host: host, port: 0).get()
        let origin = EchoOrigin(channel: channel)
        box.withLock { $0 = origin }
        let outcome: Swift.Result<Result, any Error>
        do { outcome = .success(try await body(origin)) } catch { outcome = .failure(error) }
        try await channel.close()
        return try outcome.get()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart
        private let origin: EchoOrigin?
        private var path = ""
        private var headers = HTTPHeaders()
        private var body = ByteBuffer()
        private var remaining = 0

        init(_ origin: EchoOrigin?) { self.origin = origin }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                origin?.counts.withLock { $0.requests += 1 }
                path = head.uri
                headers = head.headers
                body.clear()
                if head.headers.contains(name: "expect") {
                    context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
                }
            case .body(var bytes): body.writeBuffer(&bytes)
            case .end: answer(context)
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            let parts = path.split(separator: "/")
            switch parts.first {
            case "echo": send(context, body, type: "application/octet-stream")
            case "field": send(context, ByteBuffer(string: headers.first(name: parts.last.map(String.init) ?? "") ?? "-"))
            case "empty": send(context, ByteBuffer(), status: .noContent)
            case "page": send(context, ByteBuffer(string: "<p>" + parts.dropFirst().joined() + "</p>"), type: "text/html")
            case "chunked":
                context.write(
                    wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: ["transfer-encoding": "chunked"]))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "first ")))), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "second")))), promise: nil)
                context.writeAndFlush(wrapOutboundOut(.end(["x-trailer": "1"])), promise: nil)
            case "big":
                remaining = (parts.dropFirst().first.flatMap { Int($0) } ?? 1) * 16
                let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "\(remaining << 16)"])
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                sendMore(context)
            default: send(context, ByteBuffer(string: "ok"))
            }
        }

        /// 64 KiB at a time, as fast as they are taken.
        private func sendMore(_ context: ChannelHandlerContext) {
            guard remaining > 0 else { return }
            while remaining > 0, context.channel.isWritable {
                remaining -= 1
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(repeating: 0x78, count: 1 << 16)))), promise: nil)
            }
            if remaining == 0 { context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) { sendMore(context) }

        private func send(
            _ context: ChannelHandlerContext, _ body: ByteBuffer, status: HTTPResponseStatus = .ok, type: String = "text/plain"
        ) {
            var headers: HTTPHeaders = ["content-type": type]
            if status != .noContent { headers.add(name: "content-length", value: "\(body.readableBytes)") }
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
