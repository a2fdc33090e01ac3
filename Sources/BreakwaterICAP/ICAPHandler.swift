import BreakwaterHTTP
import Foundation
import Logging
import NIOCore

/// The thin shell round an ``ICAPSession``: bytes, timers, back-pressure.
final class ICAPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: ICAPSession
    private let configuration: ICAPConfiguration
    private let logger: Logger
    private var patience: Scheduled<Void>?
    private var deadline: Scheduled<Void>?
    private var seenProgress = -1

    init(worker: FilterWorker, configuration: ICAPConfiguration, logger: Logger) {
        session = ICAPSession(worker: worker, configuration: configuration)
        self.configuration = configuration
        self.logger = logger
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { watch(context) }
    }

    func channelActive(context: ChannelHandlerContext) { watch(context) }

    func channelInactive(context: ChannelHandlerContext) {
        session.finish()
        patience?.cancel()
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        send(session.receive(buffer.readableBytesView, now: Self.now()), context)
        watch(context)
    }

    /// A client that does not read is not read from either, so that nothing grows.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        context.channel.setOption(.autoRead, value: context.channel.isWritable).whenFailure { [logger] error in
            logger.debug("cannot change autoRead", metadata: ["error": "\(error)"])
        }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("an ICAP connection failed", metadata: ["error": "\(error)"])
        context.close(promise: nil)
    }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        let isClosed = session.isClosed
        guard !bytes.isEmpty else {
            if isClosed { context.close(promise: nil) }
            return
        }
        let written = context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)))
        if isClosed {
            let channel = context.channel
            written.whenComplete { _ in channel.close(promise: nil) }
        }
    }

    /// Starts the timers anew where something was understood: a client that sends a byte at a time wins none.
    private func watch(_ context: ChannelHandlerContext) {
        if session.progress != seenProgress || patience == nil {
            seenProgress = session.progress
            patience?.cancel()
            let limit = session.isInMessage ? configuration.messageTimeout : configuration.idleTimeout
            patience = schedule(limit, context) { handler, context in
                handler.session.finish()
                context.close(promise: nil)
            }
        }
        if session.isDeciding {
            if deadline == nil {
                deadline = schedule(configuration.decisionDeadline, context) { handler, context in
                    handler.deadline = nil
                    handler.send(handler.session.deadlineReached(now: Self.now()), context)
                }
            }
        } else {
            deadline?.cancel()
            deadline = nil
        }
    }

    private func schedule(
        _ duration: Duration, _ context: ChannelHandlerContext, _ action: @escaping (ICAPHandler, ChannelHandlerContext) -> Void
    ) -> Scheduled<Void> {
        let bound = NIOLoopBound((self, context, action), eventLoop: context.eventLoop)
        return context.eventLoop.scheduleTask(in: TimeAmount(duration)) {
            let (handler, context, action) = bound.value
            action(handler, context)
        }
    }

    private static func now() -> Int64 { Int64(exactly: Date().timeIntervalSince1970.rounded(.down)) ?? 0 }
}
