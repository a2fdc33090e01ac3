import NIOCore
import NIOHTTP1
import NIOPosix

/// Asks a proxy for one page as a browser does: the whole URL in the request line (RFC 9112 §3.2.2).
///
/// AsyncHTTPClient opens a tunnel for every URL, which would show what a proxy does with names only.
enum ProxyProbe {
    private static let deadline = TimeAmount.seconds(10)

    /// - Returns: the status of the answer.
    /// - Throws: where the proxy cannot be reached, or does not answer within ten seconds.
    static func status(of url: String, host: String, through proxy: SocketAddress) async throws -> Int {
        let group = MultiThreadedEventLoopGroup.singleton
        let answer = group.next().makePromise(of: Int.self)
        let timeout = answer.futureResult.eventLoop.scheduleTask(in: deadline) { answer.fail(ChannelError.connectTimeout(deadline)) }
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHTTPClientHandlers()
                        try channel.pipeline.syncOperations.addHandler(Handler(answer: answer))
                    }
                }
                .connect(to: proxy).get()
        } catch {
            answer.fail(error)
            throw error
        }
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: url, headers: ["host": host, "connection": "close"])
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        try await channel.writeAndFlush(HTTPClientRequestPart.end(nil))
        let status = try await answer.futureResult.get()
        timeout.cancel()
        try await channel.close().recover { _ in }.get()  // The proxy may have closed it first.
        return status
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPClientResponsePart

        private let answer: EventLoopPromise<Int>

        init(answer: EventLoopPromise<Int>) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if case .head(let head) = unwrapInboundIn(data) { answer.succeed(Int(head.status.code)) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            answer.fail(error)
            context.close(promise: nil)
        }

        /// Succeeding a promise twice is no harm; only the first counts.
        func channelInactive(context: ChannelHandlerContext) { answer.fail(ChannelError.eof) }
    }
}
