import NIOCore
import NIOHTTP1
import NIOPosix

/// A small web server on loopback, for demonstrations and tests: no network is needed, and nobody else's server is asked.
package struct LoopbackOrigin: Sendable {
    package struct Answer: Sendable {
        package var status: Int
        package var fields: [String: String]
        package var body: [UInt8]

        package init(status: Int, fields: [String: String] = [:], body: [UInt8] = []) {
            self.status = status
            self.fields = fields
            self.body = body
        }
    }

    private let channel: any Channel
    /// The port that the system chose on 127.0.0.1.
    package var port: Int { channel.localAddress?.port ?? 0 }

    /// - Parameter respond: the answer to a request target and its header fields, whose names are in lower case.
    package static func start(
        respond: @escaping @Sendable (_ target: String, _ fields: [String: String]) -> Answer
    ) async throws -> LoopbackOrigin {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(respond: respond))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return LoopbackOrigin(channel: channel)
    }

    package func stop() async throws { try await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let respond: @Sendable (String, [String: String]) -> Answer
        private var head: HTTPRequestHead?

        init(respond: @escaping @Sendable (String, [String: String]) -> Answer) { self.respond = respond }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): self.head = head
            case .body: break
            case .end: answer(context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func answer(_ context: ChannelHandlerContext) {
            guard let head else { return }
            let fields = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
            let answer = respond(head.uri, fields)
            var response = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status),
                headers: HTTPHeaders(answer.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
            if !response.headers.contains(name: "content-length") {
                response.headers.add(name: "content-length", value: "\(answer.body.count)")
            }
            context.write(wrapOutboundOut(.head(response)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
