import AsyncHTTPClient
import Breakwater
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterURL
import NIOCore
import NIOHTTP1

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
        var proxy = configuration.proxyConfiguration
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
        guard let address = bound.first, let host = address.ipAddress, let port = address.port else {
            return Outcome(lines: ["the proxy has no address"], isAsExpected: false)
        }
        var settings = HTTPClient.Configuration()
        settings.proxy = .server(host: host, port: port)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
        let allowed = "http://127.0.0.1:\(originPort)/"
        let good = try await client.get(url: allowed).get()
        var lines = ["allowed: GET \(allowed) through \(ListeningFailure.text(address)): \(good.status.code), from an origin on this machine"]
        var isAsExpected = good.status.code == 200
        if let listed = listedURL() {
            let bad = try await client.get(url: listed.url).get()
            lines.append("blocked: GET \(listed.url) through \(ListeningFailure.text(address)): \(bad.status.code), \(listed.why)")
            isAsExpected = isAsExpected && bad.status.code == 403
        } else {
            lines.append("blocked: nothing to show, this policy blocks none of the names under blocked.test")
        }
        try await client.shutdown()
        return Outcome(lines: lines, isAsExpected: isAsExpected)
    }

    /// A reserved name (RFC 2606) that the starter lists hold for tests, and that this policy blocks now.
    private func listedURL() -> (url: String, why: String)? {
        let engine = filter.slot.snapshot
        let profile = engine.profile(forAddress: IPAddress(v4: 0x7F00_0001), user: nil, listener: nil)
        var scratch = MatchScratch()
        for category in engine.policy.categories {
            let url = "http://\(category.id).blocked.test/"
            let verdict = engine.decide(Request(url: url, profile: profile, at: engine.moment()), using: &scratch)
            if verdict.action == .block {
                return (url, "because of `\(engine.reason(for: verdict, profile: profile).category?.id.rawValue ?? verdict.rank.name)` for the profile \(profile)")
            }
        }
        return nil
    }
}
