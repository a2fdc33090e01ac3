import HTTPTypes
import NIOCore

/// Asks a parent proxy for a tunnel (CONNECT), then leaves the channel to whoever comes next.
final class ParentTunnel: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: String
    private let limits: ProxyLimits
    private let promise: EventLoopPromise<Void>
    private var scanner = HeadScanner()
    private var inbound = ByteBuffer()
    private var deadline: Scheduled<Void>?

    private init(_ key: OriginKey, through parent: ProxyParent, limits: ProxyLimits, promise: EventLoopPromise<Void>) {
        let authority = "\(key.host):\(key.port)"
        let login = parent.authorization.map { "Proxy-Authorization: \($0)\r\n" } ?? ""
        request = "CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\(login)\r\n"
        self.limits = limits
        self.promise = promise
    }

    /// Fails where the parent says no, or nothing.
    static func open(_ key: OriginKey, through parent: ProxyParent, on channel: any Channel, limits: ProxyLimits) -> EventLoopFuture<Void> {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        do {
            try channel.pipeline.syncOperations.addHandler(ParentTunnel(key, through: parent, limits: limits, promise: promise))
        } catch {
            promise.fail(OriginFailure.closed)
        }
        return promise.futureResult
    }

    func handlerAdded(context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: limits.connectDeadline) { [promise] in
            promise.fail(OriginFailure.connectTimeout)
        }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { inbound.writeImmutableBuffer(unwrapInboundIn(data)) }

    func channelReadComplete(context: ChannelHandlerContext) {
        do throws(MessageFault) {
            guard let length = try scanner.scan(inbound, limits: limits) else { return context.read() }
            let line = try StatusLine(scanner.lines[0], in: inbound)
            // A proxy may say 1xx first; none does before CONNECT's answer, and none is waited for.
            guard (200..<300).contains(line.status.code), length == inbound.readableBytes else {
                return finish(.failure(.parentRefused), context)
            }
            finish(.success(()), context)
        } catch {
            finish(.failure(.malformedResponse), context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { finish(.failure(.closed), context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { finish(.failure(.closed), context) }

    private func finish(_ result: Result<Void, OriginFailure>, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        promise.completeWith(result.mapError { $0 as any Error })
    }
}
