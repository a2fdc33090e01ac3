import Breakwater
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterURL
import NIOCore

/// One allowed and one blocked request through a proxy of its own: needs no network, asks nobody.
///
/// The proxy runs on the configured listeners, and only while this lasts may it reach the demonstration's origin on loopback; the
/// proxy that serves afterwards may not.
public struct Demonstration: Sendable {
    /// What was seen.
    public struct Outcome: Sendable, Hashable {
        /// A sentence a request.
        public var lines: [String]
        /// Whether the harmless request passed and the listed one was blocked.
        public var isAsExpected: Bool
    }

    let configuration: ServerConfiguration
    let filter: FilterService

    func run() async throws -> Outcome {
        let origin = try await LoopbackOrigin.start { _, _ in
            LoopbackOrigin.Answer(status: 200, fields: ["content-type": "text/plain"], body: Array("Hello from the harbour.\n".utf8))
        }
        let (addresses, continuation) = AsyncStream.makeStream(of: [SocketAddress].self)
        var proxy = configuration.proxyConfiguration()
        // The demonstration is this machine's: it knows no password.
        for index in proxy.listeners.indices {
            proxy.listeners[index].asksForLogin = false
            // Sockets that are there already are kept for afterwards.
            if proxy.listeners[index].descriptor != nil { (proxy.listeners[index].descriptor, proxy.listeners[index].port) = (nil, 0) }
        }
        proxy.allowedPrivatePrefixes = ["127.0.0.1/32"].compactMap(CIDRBlock.init)
        let server = try ProxyServer(configuration: proxy, service: filter) { bound in continuation.yield(bound) }
        let outcome = try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                for await bound in addresses { return try await ask(through: bound, originPort: origin.port) }
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            return first
        }
        try await origin.stop()
        return outcome ?? Outcome(lines: ["the proxy ended before it was asked"], isAsExpected: false)
    }

    private func ask(through bound: [SocketAddress], originPort: Int) async throws -> Outcome {
        guard let proxy = bound.first else { return Outcome(lines: ["the proxy has no address"], isAsExpected: false) }
        let place = ListeningFailure.text(proxy)
        let origin = "127.0.0.1:\(originPort)"
        let good = try await ProxyProbe.status(of: "http://\(origin)/", host: origin, through: proxy)
        var lines = ["allowed: GET http://\(origin)/ through \(place): \(good), from an origin on this machine"]
        guard let listed = listedCategory() else {
            lines.append("blocked: nothing to show, this policy blocks none of the names under blocked.test")
            return Outcome(lines: lines, isAsExpected: good == 200)
        }
        let host = "\(listed.category).blocked.test"
        let bad = try await ProxyProbe.status(of: "http://\(host)/", host: host, through: proxy)
        lines.append("blocked: GET http://\(host)/ through \(place): \(bad), category \(listed.category), profile \(listed.profile)")
        return Outcome(lines: lines, isAsExpected: good == 200 && bad == 403)
    }

    /// A category whose reserved name (RFC 2606) the starter lists hold for tests, and that this policy blocks now.
    private func listedCategory() -> (category: CategoryID, profile: ProfileID)? {
        let engine = filter.slot.snapshot
        let profile = engine.profile(forAddress: IPAddress(v4: 0x7F00_0001), user: nil, listener: nil)
        var scratch = MatchScratch()
        for category in engine.policy.categories {
            let request = Request(url: "http://\(category.id).blocked.test/", profile: profile, at: engine.moment())
            if engine.decide(request, using: &scratch).action == .block { return (category.id, profile) }
        }
        return nil
    }
}
