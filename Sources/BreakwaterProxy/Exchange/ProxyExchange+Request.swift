import BreakwaterHTTP
import BreakwaterURL
import HTTPTypes
import NIOCore

extension ProxyExchange {
    /// Judges the request and sends it on its way.
    func start() {
        // RFC 9110 §10.1.1: an expectation nobody knows may be refused. TRACE would show the client what we add.
        guard !head.section.hasUnknownExpectation else { return end(with: errorReply(.expectationFailed)) }
        guard head.request.method != .trace, !isTunnel || client.tunnel == nil else { return end(with: errorReply(.methodNotAllowed)) }
        if head.isOriginForm, client.tunnel == nil, let connection = client.connection, !connection.listener.isTransparent {
            return end(with: automaticConfiguration(at: connection.localAuthority))
        }
        authenticate { $0.judge() }
    }

    /// The script that finds this proxy: the only thing that is here itself.
    private func automaticConfiguration(at address: String) -> BlockReply {
        let host = HTTPField.Name("Host").map { fields[values: $0] } ?? []
        return loop.automaticConfiguration.reply(
            host: host.count == 1 ? host[0] : nil, address: address, isHead: head.request.method == .head)
    }

    private func judge() {
        var request = head.request
        swap(&request.headerFields, &fields)
        switch filter.receiveRequestHead(request, syntax: head.syntax, now: loop.now) {
        case .reply(let reply): end(with: reply)
        case .forward(let request, to: let url, inspectBody: _): forward(request, to: url)
        case .tunnel(to: let host, port: let port): openTunnel(OriginKey(host: host, port: port))
        case .inspectableTunnel:
            requestState = .connecting
            client.connection?.beginTunnel()
        case .collect: collect()
        }
    }

    private func forward(_ request: HTTPRequest, to url: WebURL) {
        if let tunnel = client.tunnel { return forward(request, through: tunnel) }
        // `https://` in absolute-form asks us to do TLS for the client, which then could not check the origin's certificate.
        guard url.scheme == "http" || url.scheme == "ws" else { return end(with: errorReply(.notImplemented)) }
        // WebSocket goes through a tunnel of the parent's: not every proxy passes an upgrade on. So does what SafeSearch leads to another
        // host: in a URL for the parent that host would take the place of `Host`, too.
        let parent = loop.parent.flatMap { head.asksForWebSocket || request.authority != url.authority ? nil : $0 }
        send(request, to: OriginKey(host: url.host, port: url.port, isForwarded: parent != nil), forwardedBy: parent)
    }

    /// - Parameter parent: the proxy that is asked for the whole URL; `nil` where the connection leads to the origin itself.
    func send(_ request: HTTPRequest, to key: OriginKey, forwardedBy parent: ProxyParent? = nil) {
        guard let request = OutgoingRequest(request, of: head, to: key, parent: parent) else { return end(with: errorReply(.badRequest)) }
        outgoing = request
        requestState = .connecting
        if client.mayUseOrigin(key) { useOrigin() }
    }

    /// Sends the request on a connection that waits, or on a new one.
    func useOrigin() {
        guard let key = outgoing?.key else { return }
        if !head.asksForWebSocket, let origin = loop.pool.takeIdle(key) { begin(on: origin) } else { open(key) }
    }

    private func openTunnel(_ key: OriginKey) {
        requestState = .connecting
        connect(key) { exchange, origin in
            exchange.origin = origin
            origin.reserve(for: exchange)
            exchange.client.connection?.beginTunnel()
        }
    }

    /// Opens a connection whose bytes are the client's business.
    func connect(_ key: OriginKey, then use: @escaping (ProxyExchange, OriginConnection) -> Void) {
        loop.pool.connect(key, admits: admits) { [self] result in settle(result, then: use) }
    }

    func open(_ key: OriginKey) {
        loop.pool.open(key, admits: admits) { [self] result in settle(result) { exchange, origin in exchange.begin(on: origin) } }
    }

    private func settle<Origin>(_ result: Result<Origin, OriginFailure>, then use: (ProxyExchange, Origin) -> Void) {
        switch (result, responseState) {
        // The client went away meanwhile.
        case (.success(let origin), .ended): (origin as? any ExchangeOrigin)?.close()
        case (.failure, .ended): break
        case (.failure(.nameRefused), _): endRefused()
        case (.success(let origin), _): use(self, origin)
        case (.failure(let failure), _): originFailed(failure)
        }
    }

    /// Whether policy limits none of the names that the origin's is an alias of; else ``refusal`` says what to answer.
    ///
    /// Asked before a connection is opened, so that the origin does not even learn that somebody came, and again of one that is there.
    private func admits(_ names: [DomainName]) -> Bool {
        guard names != admittedNames else { return true }
        if case .ended = responseState { return false }
        refusal = filter.receiveCanonicalNames(names, now: loop.now)
        if refusal == nil { admittedNames = names }
        return refusal == nil
    }

    private func endRefused() {
        guard let refusal, !isOpeningTunnel else { return abort() }
        end(with: refusal)
    }

    private func begin(on origin: any ExchangeOrigin) {
        guard let outgoing else { return }
        guard admits(origin.canonicalNames) else {
            origin.giveBack()
            return endRefused()
        }
        self.origin = origin
        requestState = head.framing.isEmpty ? .sent : .sending
        origin.begin(self, with: outgoing)
        if !client.isWritable { origin.setPaused(true) }
        if let repeatable { send(repeatable, to: origin) }
        // A body that is there already goes with the head in one write.
        client.originIsReady()
        origin.flush()
    }

    // MARK: The body

    /// Takes a form of ours.
    private func collect() {
        requestState = .collecting
        if head.section.expectsContinue, !head.isHTTP1_0 { client.sendContinue() }
        if head.framing.isEmpty { finishRequest(trailers: nil) }
    }

    func receiveRequestBody(_ bytes: ByteBuffer) {
        if case .collecting = requestState { return answer(filter.receiveRequestBody(bytes.readableBytesSpan, now: loop.now)) }
        guard let origin else { return }
        if origin.speaksHTTP2 { keep(bytes) }
        origin.write(bytes, isChunked: head.framing == .chunked)
    }

    func finishRequest(trailers: HTTPFields?) {
        if case .collecting = requestState {
            requestState = .sent
            return answer(filter.finishRequest(now: loop.now))
        }
        guard case .sending = requestState else { return }
        requestState = .sent
        repeatable?.isWhole = true
        origin?.finishRequest(isChunked: head.framing == .chunked, trailers: trailers)
    }

    private func answer(_ action: BodyAction) {
        switch action {
        case .replace(let reply): end(with: reply)
        case .abort: abort()
        case .release: break
        case .hold:
            guard let check = filter.pendingCheck else { return }
            loop.secrets.run(on: loop.eventLoop) { check.run() }.assumeIsolated().whenComplete { [self] result in
                // The client may have gone meanwhile; `finishCheck` then answers nobody, but what was decided holds.
                switch result {
                case .success(let isRight): answer(filter.finishCheck(isRight, now: loop.now))
                case .failure: end(with: errorReply(.overloaded))
                }
            }
        }
    }

    func flushRequest() { origin?.flush() }

    func originWritabilityChanged() { client.originIsReady() }

    /// What the client sent is no request body, or it came too slowly.
    func requestFailed(_ reply: ErrorReply) {
        if isOpeningTunnel { abort() } else { end(with: errorReply(reply)) }
    }

    // MARK: Tunnels

    /// The client's first bytes in a tunnel were read; the origin has none of them yet.
    func judgeTunnel(name: String?, isEncrypted: Bool) {
        switch filter.receiveServerName(name, hasEncryptedClientHello: isEncrypted, now: loop.now) {
        case .open(let host, port: let port):
            if let origin = origin as? OriginConnection { return openRelay(to: origin) }
            client.connection?.awaitOrigin()
            connect(OriginKey(host: host, port: port)) { exchange, origin in exchange.openRelay(to: origin) }
        case .inspect(let host):
            inspect(host)
        case .close:
            abort()
        }
    }
}
