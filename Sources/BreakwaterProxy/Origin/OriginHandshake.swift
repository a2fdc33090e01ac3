import BreakwaterTLS
import BreakwaterURL
import Foundation
import NIOCore
import NIOSSL
import NIOTLS

/// Waits for an origin's TLS handshake, then leaves the pipeline.
///
/// Whatever the origin says, no byte of a request is sent before its certificate was believed: the connection is handed out after.
final class OriginHandshake: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    struct Outcome {
        let origin: LeafStore.Origin
        /// What ALPN settled on.
        let speaksHTTP2: Bool
    }

    private let verification: OriginVerification
    private let tls: NIOSSLClientHandler
    private var completion: ((Result<Outcome, OriginFailure>) -> Void)?
    private var deadline: Scheduled<Void>?

    /// Begins the handshake on a connected channel, which is closed where it fails.
    static func begin(
        with name: DomainName, speaking versions: OriginTrust.Versions, on channel: any Channel, trust: OriginTrust, limits: ProxyLimits,
        completion: @escaping (Result<Outcome, OriginFailure>) -> Void
    ) {
        let verification = OriginVerification()
        do {
            let tls = try trust.handler(for: name, speaking: versions, verification: verification)
            let handshake = OriginHandshake(verification, tls, completion: completion)
            handshake.deadline = channel.eventLoop.assumeIsolated().scheduleTask(in: limits.connectDeadline) {
                handshake.finish(.failure(.connectTimeout))
            }
            try channel.pipeline.syncOperations.addHandlers([tls, handshake])
            channel.read()
        } catch {
            channel.close(promise: nil)
            completion(.failure(.handshakeFailed))
        }
    }

    private init(
        _ verification: OriginVerification, _ tls: NIOSSLClientHandler, completion: @escaping (Result<Outcome, OriginFailure>) -> Void
    ) {
        self.verification = verification
        self.tls = tls
        self.completion = completion
    }

    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let name)? = event as? TLSUserEvent {
            // Without a verdict of ours there is no trust, whatever the handshake says.
            guard let notAfter = verification.notAfter else { return finish(.failure(.notTrusted(.malformed))) }
            let origin = LeafStore.Origin(notAfter: notAfter, hasTLS13: tls.tlsVersion == .tlsv13)
            return finish(.success(Outcome(origin: origin, speaksHTTP2: name == "h2")))
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard completion != nil else { return context.fireErrorCaught(error) }
        finish(.failure(verification.problem.map { .notTrusted($0) } ?? .handshakeFailed))
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(verification.problem.map { .notTrusted($0) } ?? .handshakeFailed))
        context.fireChannelInactive()
    }

    private func finish(_ result: Result<Outcome, OriginFailure>) {
        guard let completion else { return }
        self.completion = nil
        deadline?.cancel()
        deadline = nil
        completion(result)
        guard let context else { return }
        if case .failure = result { context.close(promise: nil) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
