import ArgumentParser
import NIOCore
import NIOHTTP1
import NIOPosix

/// A proxy that filters nothing: what sockets, event loop and HTTP codecs of SwiftNIO cost by themselves. `Scripts/bench-proxy` sets it
/// beside `breakwater serve`, so that the difference is what filtering costs.
///
/// Absolute-form requests over `http:`, to addresses or names; connections to origins are kept; no limits, no deadlines:
/// nothing to run but a benchmark.
struct ProxyFloor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy-floor", abstract: "Run a proxy that filters nothing, on loopback, until it is killed.")
    @Option(help: "The port on 127.0.0.1.") var port = 18_110
    @Option(help: "Event loops.") var threads = 1

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        var origins: [ObjectIdentifier: NIOLoopBound<FloorOrigins>] = [:]
        for loop in group.makeIterator() {
            origins[ObjectIdentifier(loop)] = try await loop.submit { NIOLoopBound(FloorOrigins(loop), eventLoop: loop) }.get()
        }
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [origins] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let own = origins[ObjectIdentifier(channel.eventLoop)] else { throw ChannelError.ioOnClosedChannel }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withPipeliningAssistance: false, withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(FloorClient(own.value))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        print("passes everything on 127.0.0.1:\(port)")
        try await channel.closeFuture.get()
    }
}

/// Idle connections to origins, by `HOST:PORT`.
private final class FloorOrigins {
    private let eventLoop: any EventLoop
    private var idle: [Substring: [FloorOrigin]] = [:]

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func put(_ origin: FloorOrigin) { idle[origin.authority, default: []].append(origin) }

    func remove(_ origin: FloorOrigin) { idle[origin.authority]?.removeAll { $0 === origin } }

    /// An idle connection, or a new one.
    func take(_ authority: Substring, use: @escaping (FloorOrigin?) -> Void) {
        if let origin = idle[authority]?.popLast() { return use(origin) }
        let parts = authority.split(separator: ":")
        guard let host = parts.first, let port = parts.count > 1 ? Int(parts[1]) : 80 else { return use(nil) }
        ClientBootstrap(group: eventLoop).channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: String(host), port: port).assumeIsolated().whenComplete { [self] result in
                guard case .success(let channel) = result else { return use(nil) }
                let origin = FloorOrigin(authority, self)
                do {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(origin)
                    use(origin)
                } catch {
                    use(nil)
                }
            }
    }
}

private final class FloorClient: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let origins: FloorOrigins
    private var origin: FloorOrigin?
    /// What came before there was a connection.
    private var waiting: [HTTPClientRequestPart] = []
    private var context: ChannelHandlerContext?

    init(_ origins: FloorOrigins) { self.origins = origins }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }
    func channelInactive(context: ChannelHandlerContext) { origin?.close() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(var head):
            let rest = head.uri.dropFirst("http://".utf8.count)
            let authority = rest.prefix { $0 != "/" }
            head.uri = String(rest.dropFirst(authority.count))
            head.headers.replaceOrAdd(name: "Host", value: String(authority))
            waiting.append(.head(head))
            origins.take(authority) { [self] origin in
                guard let origin, self.context != nil else { return context.close(promise: nil) }
                self.origin = origin
                origin.client = self
                for part in waiting { origin.send(part) }
                waiting.removeAll(keepingCapacity: true)
                origin.flush()
            }
        case .body(let bytes): forward(.body(.byteBuffer(bytes)))
        case .end: forward(.end(nil))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { origin?.flush() }

    private func forward(_ part: HTTPClientRequestPart) {
        if let origin { origin.send(part) } else { waiting.append(part) }
    }

    func receive(_ part: HTTPServerResponsePart) { context?.write(wrapOutboundOut(part), promise: nil) }
    func flush() { context?.flush() }

    func originEnded(isWhole: Bool) {
        flush()
        origin = nil
        if !isWhole { context?.close(promise: nil) }
    }
}

private final class FloorOrigin: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    let authority: Substring
    var client: FloorClient?
    private let origins: FloorOrigins
    private var context: ChannelHandlerContext?

    init(_ authority: Substring, _ origins: FloorOrigins) {
        self.authority = authority
        self.origins = origins
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        origins.remove(self)
        let client = client
        self.client = nil
        client?.originEnded(isWhole: false)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): client?.receive(.head(head))
        case .body(let bytes): client?.receive(.body(.byteBuffer(bytes)))
        case .end:
            client?.receive(.end(nil))
            let client = client
            self.client = nil
            origins.put(self)
            client?.originEnded(isWhole: true)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { client?.flush() }

    func send(_ part: HTTPClientRequestPart) { context?.write(wrapOutboundOut(part), promise: nil) }
    func flush() { context?.flush() }

    func close() {
        client = nil
        context?.close(promise: nil)
    }
}
