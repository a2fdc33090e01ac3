import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL
import Synchronization

/// A well-behaved HTTP origin on NIO's own codec: `/echo` sends the request's body back, `/big/N` sends N MiB, `/chunked` two
/// chunks (`/chunked/TYPE/SUBTYPE` of that type), `/empty` 204, `/page/TEXT` a page, `/field/NAME` a request field, `/fields` all of
/// them, `/version` the major version of HTTP, `/search` its own target, `/file/TYPE/SUBTYPE/N/NAME` N bytes of that type,
/// `/attachment/NAME` some bytes under that name, `/http1/reset`, `/http1/goaway` and `/refused` (once) answer in HTTP/2 as RFC 9113 §7
/// says of HTTP_1_1_REQUIRED and REFUSED_STREAM (the first two in HTTP/1.1 with the size of the request's body),
/// `/early` 413 before the body, `/trailers` the request's trailers and some of its own, anything else `ok`.
///
/// It speaks HTTP/2 where the TLS context offers it.
final class EchoOrigin: Sendable {
    private let channel: any Channel
    private let counts = Mutex<(connections: Int, requests: Int, completed: Int, sentBytes: Int)>((0, 0, 0, 0))

    var port: Int { channel.localAddress!.port! }
    var connections: Int { counts.withLock { $0.connections } }
    var requests: Int { counts.withLock { $0.requests } }

    /// Requests whose end came.
    var completed: Int { counts.withLock { $0.completed } }
    /// Bytes of `/big` that the system took.
    var sentBytes: Int { counts.withLock { $0.sentBytes } }

    private init(channel: any Channel) { self.channel = channel }

    static func run<Result>(host: String = "127.0.0.1", tls: NIOSSLContext? = nil, _ body: (EchoOrigin) async throws -> Result) async throws -> Result {
        let box = Mutex<EchoOrigin?>(nil)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                let origin = box.withLock { $0 }
                origin?.counts.withLock { $0.connections += 1 }
                let http1: @Sendable (any Channel) -> EventLoopFuture<Void> = { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                        try channel.pipeline.syncOperations.addHandler(Handler(origin))
                    }
                }
                guard let tls else { return http1(channel) }
                do {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                } catch {
                    return channel.eventLoop.makeFailedFuture(error)
                }
                return channel.configureHTTP2SecureUpgrade(
                    h2ChannelConfigurator: { channel in
                        channel.configureHTTP2Pipeline(mode: .server) { stream in
                            stream.eventLoop.makeCompletedFuture {
                                try stream.pipeline.syncOperations.addHandlers([HTTP2FramePayloadToHTTP1ServerCodec(), Handler(origin)])
                            }
                        }.map { _ in }
                    }, http1ChannelConfigurator: http1)
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
        private var version = HTTPVersion.http1_1
        private var headers = HTTPHeaders()
        private var trailers = HTTPHeaders()
        private var body = ByteBuffer()
        private var remaining = 0
        private var isSending = false

        init(_ origin: EchoOrigin?) { self.origin = origin }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                origin?.counts.withLock { $0.requests += 1 }
                path = head.uri
                version = head.version
                headers = head.headers
                body.clear()
                if head.headers.contains(name: "expect") {
                    context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
                }
                if path == "/early" { send(context, ByteBuffer(string: "too much"), status: .payloadTooLarge) }
            case .body(var bytes): body.writeBuffer(&bytes)
            case .end(let trailers):
                origin?.counts.withLock { $0.completed += 1 }
                self.trailers = trailers ?? [:]
                if path != "/early" { answer(context) }
            }
        }

        private func answer(_ context: ChannelHandlerContext) {
            let parts = path.split(separator: "/")
            switch parts.first {
            case "echo": send(context, body, type: "application/octet-stream")
            case "field": send(context, ByteBuffer(string: headers.first(name: parts.last.map(String.init) ?? "") ?? "-"))
            case "fields": send(context, ByteBuffer(string: Self.lines(headers)))
            case "version": send(context, ByteBuffer(string: "\(version.major)"))
            case "http1" where version.major == 2 && parts.last == "goaway":
                let payload = HTTP2Frame.FramePayload.goAway(lastStreamID: .rootStream, errorCode: .http11Required, opaqueData: nil)
                context.channel.parent?.writeAndFlush(HTTP2Frame(streamID: .rootStream, payload: payload), promise: nil)
            case "http1" where version.major == 2: reset(.http11Required, context)
            case "http1": send(context, ByteBuffer(string: body.readableBytes > 0 ? "ok \(body.readableBytes)" : "ok"))
            case "refused" where origin?.requests == 1: reset(.refusedStream, context)
            case "empty": send(context, ByteBuffer(), status: .noContent)
            case let part? where part.hasPrefix("search"): send(context, ByteBuffer(string: path))
            case "file":
                let count = parts.count > 3 ? Int(parts[3]) ?? 0 : 0
                send(context, ByteBuffer(repeating: 0x78, count: count), type: parts.dropFirst().prefix(2).joined(separator: "/"))
            case "attachment":
                send(context, ByteBuffer(string: "bytes"), disposition: "attachment; filename=\"\(parts.last ?? "")\"")
            case "page": send(context, ByteBuffer(string: "<p>" + parts.dropFirst().joined() + "</p>"), type: "text/html")
            case "trailers":
                context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: streamed))), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: Self.lines(trailers))))), promise: nil)
                let end: HTTPHeaders = ["grpc-status": "0", "authorization": "Basic eDp5", "x-breakwater-profile": "adult", "content-length": "9"]
                context.writeAndFlush(wrapOutboundOut(.end(version.major == 2 ? end.excluding("content-length") : end)), promise: nil)
            case "chunked":
                var headers = streamed
                if parts.count > 1 { headers.add(name: "content-type", value: parts.dropFirst().joined(separator: "/")) }
                context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: .ok, headers: headers))), promise: nil)
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

        private func reset(_ code: HTTP2ErrorCode, _ context: ChannelHandlerContext) {
            let codec = try? context.pipeline.syncOperations.context(handlerType: HTTP2FramePayloadToHTTP1ServerCodec.self)
            codec?.writeAndFlush(NIOAny(HTTP2Frame.FramePayload.rstStream(code)), promise: nil)
        }

        private var streamed: HTTPHeaders { version.major == 2 ? [:] : ["transfer-encoding": "chunked"] }

        private static func lines(_ headers: HTTPHeaders) -> String { headers.map { "\($0.name.lowercased()): \($0.value)\n" }.sorted().joined() }

        /// 64 KiB at a time, as fast as they are taken.
        private func sendMore(_ context: ChannelHandlerContext) {
            // A write may make the channel writable again, which calls this again.
            guard remaining > 0, !isSending else { return }
            isSending = true
            defer { isSending = false }
            while remaining > 0, context.channel.isWritable {
                remaining -= 1
                let sent = context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(repeating: 0x78, count: 1 << 16)))))
                sent.whenSuccess { [origin] in origin?.counts.withLock { $0.sentBytes += 1 << 16 } }
            }
            if remaining == 0 { context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) { sendMore(context) }

        private func send(
            _ context: ChannelHandlerContext, _ body: ByteBuffer, status: HTTPResponseStatus = .ok, type: String = "text/plain",
            disposition: String? = nil
        ) {
            var headers: HTTPHeaders = ["content-type": type]
            if let disposition { headers.add(name: "content-disposition", value: disposition) }
            if status != .noContent { headers.add(name: "content-length", value: "\(body.readableBytes)") }
            context.write(wrapOutboundOut(.head(.init(version: .http1_1, status: status, headers: headers))), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

extension HTTPHeaders {
    fileprivate func excluding(_ name: String) -> HTTPHeaders {
        var copy = self
        copy.remove(name: name)
        return copy
    }
}
