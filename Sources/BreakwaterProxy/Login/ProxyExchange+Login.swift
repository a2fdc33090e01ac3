import BreakwaterHTTP
import HTTPTypes
import NIOCore

extension ProxyExchange {
    /// Learns who asks, where the listener wants to know, then judges.
    func authenticate(then judge: @escaping (ProxyExchange) -> Void) {
        guard let connection = client.connection, connection.listener.asksForLogin, !connection.isLoginSettled,
            let login = loop.login
        else { return judge(self) }
        let credentials = fields[values: .proxyAuthorization]
        let peer = client.identity.key
        switch login.answer(to: credentials.count == 1 ? credentials[0] : nil, client: peer, now: loop.now) {
        case .user(let user): begin(as: user, then: judge)
        case .refused: refuseLogin()
        case .check(let attempt):
            loop.secrets.run(on: loop.eventLoop) { attempt.run() }.assumeIsolated().whenComplete { [self] result in
                // The client may be gone.
                if case .ended = responseState { return }
                guard case .success(let isRight) = result else { return end(with: errorReply(.overloaded)) }
                if let user = login.finish(attempt, isRight: isRight, client: peer, now: loop.now) {
                    begin(as: user, then: judge)
                } else {
                    loop.metrics.count(.refusedLogins)
                    refuseLogin()
                }
            }
        }
    }

    private func begin(as user: String, then judge: (ProxyExchange) -> Void) {
        var identity = client.identity
        identity.user = user
        filter = FilterExchange(worker: loop.worker, client: identity, role: .proxy, now: loop.now)
        if isTunnel {
            // What comes through the tunnel has no such field.
            client.connection?.identity = identity
            client.connection?.isLoginSettled = true
        }
        judge(self)
    }

    private func refuseLogin() { end(with: errorReply(.authenticationRequired)) }
}
