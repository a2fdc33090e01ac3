import BreakwaterConsole
import BreakwaterURL
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// Answers about the process: `/health`, `/metrics` and `/status`, on loopback addresses as configured and on a socket in the state
/// folder, which only its owner can open and which also takes `POST /grants`.
struct OperationsServer: Service {
    /// The socket's name in the state folder.
    static let socketName = "control.sock"

    let state: OperationsState
    let listeners: [ListenAddress]
    let socketPath: String?
    /// Called when grants changed in the store.
    let grantsChanged: @Sendable () async -> Void
    let logger: Logger
    let onListening: @Sendable ([SocketAddress]) -> Void

    func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        var channels: [any Channel] = []
        for listener in listeners {
            let rule = HostRule(
                ConsoleConfiguration(addresses: [.init(host: listener.address.description, port: listener.port)], stateDirectory: ""))
            channels.append(
                try await bootstrap(group, hosts: rule, isOwner: false).bind(host: listener.address.description, port: listener.port).get())
        }
        onListening(channels.compactMap(\.localAddress))
        if let socketPath, let channel = await bindSocket(socketPath, group) { channels.append(channel) }
        do {
            try await gracefulShutdown()
        } catch {
            // Cancelled: the end as well.
        }
        for channel in channels { try? await channel.close() }  // closed already: nothing to do
        if let socketPath { _ = unsafe unlink(socketPath) }
    }

    /// A process without the socket filters as well; commands then wait for it to look into the store.
    private func bindSocket(_ path: String, _ group: MultiThreadedEventLoopGroup) async -> (any Channel)? {
        guard path.utf8.count < 104 else {
            logger.warning("the state folder's path is too long for a socket: no `breakwater status`, and approvals take two seconds")
            return nil
        }
        if (try? await ClientBootstrap(group: group).connect(unixDomainSocketPath: path).get().close().get()) != nil {
            logger.warning("another process uses this state folder: `breakwater status` asks that one")
            return nil
        }
        do {
            let bootstrap = bootstrap(group, hosts: nil, isOwner: true)
            let channel = try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
            // The folder is its owner's alone (0700); the socket too, should the folder be opened one day.
            _ = unsafe chmod(path, 0o600)
            return channel
        } catch {
            logger.warning("the control socket cannot be made", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    private func bootstrap(_ group: MultiThreadedEventLoopGroup, hosts: HostRule?, isOwner: Bool) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(IdleStateHandler(allTimeout: .seconds(60)))
                    try channel.pipeline.syncOperations.addHandler(
                        OperationsHandler(state: state, hosts: hosts, isOwner: isOwner, grantsChanged: grantsChanged))
                }
            }
    }
}

/// One connection to the operations server.
private final class OperationsHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private struct Answer: Sendable {
        var status: HTTPResponseStatus = .ok
        var type = "text/plain; charset=utf-8"
        var body: String
    }

    private let state: OperationsState
    private let hosts: HostRule?
    private let isOwner: Bool
    private let grantsChanged: @Sendable () async -> Void
    private var head: HTTPRequestHead?

    init(state: OperationsState, hosts: HostRule?, isOwner: Bool, grantsChanged: @escaping @Sendable () async -> Void) {
        self.state = state
        self.hosts = hosts
        self.isOwner = isOwner
        self.grantsChanged = grantsChanged
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            answer(head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let promise = context.eventLoop.makePromise(of: Answer.self)
        let (method, path, host) = (head.method, String(head.uri.prefix { $0 != "?" }), head.headers.first(name: "host"))
        promise.completeWithTask { [state, hosts, isOwner, grantsChanged] in
            // A page can point its own name at this machine; its requests still carry that name.
            if let hosts, !hosts.allows(host) { return Answer(status: .misdirectedRequest, body: "unknown host\n") }
            switch (method, path) {
            case (.GET, "/health"):
                return state.isHealthy ? Answer(body: "ok\n") : Answer(status: .serviceUnavailable, body: "not serving\n")
            case (.GET, "/metrics"):
                return Answer(type: "text/plain; version=0.0.4; charset=utf-8", body: state.metrics())
            case (.GET, "/status"):
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                let body = String(decoding: try encoder.encode(await state.status(isOwner: isOwner)), as: UTF8.self) + "\n"
                return Answer(type: "application/json", body: body)
            case (.POST, "/grants") where isOwner:
                await grantsChanged()
                return Answer(body: "done\n")
            default: return Answer(status: .notFound, body: "not here\n")
            }
        }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { result in
            let (handler, context) = bound.value
            handler.send((try? result.get()) ?? Answer(status: .internalServerError, body: "failed\n"), isKept: head.isKeepAlive, context)
        }
    }

    private func send(_ answer: Answer, isKept: Bool, _ context: ChannelHandlerContext) {
        var head = HTTPResponseHead(version: .http1_1, status: answer.status)
        head.headers.add(name: "content-type", value: answer.type)
        head.headers.add(name: "content-length", value: "\(answer.body.utf8.count)")
        head.headers.add(name: "cache-control", value: "no-store")
        head.headers.add(name: "x-content-type-options", value: "nosniff")
        if !isKept { head.headers.add(name: "connection", value: "close") }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in if !isKept { channel.close(promise: nil) } }
    }
}
