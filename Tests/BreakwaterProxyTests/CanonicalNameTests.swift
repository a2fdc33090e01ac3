import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterTLS
import BreakwaterURL
import Foundation
import NIOCore
import NIOSSL
import Synchronization
import Testing

/// NET-07: what an allowed name is an alias of is judged as well, on every road, with the machine's own look-up and a real resolver.
@Suite(.timeLimit(.minutes(2)), .enabled(if: LocalResolver.isInstalled))
struct CanonicalNameTests {
    @Test(arguments: [false, true])
    func `a look-up tells every name of the chain`(isIPv6: Bool) async throws {
        try await LocalResolver.run { resolver in
            let cases: [(String, [String])] = [
                ("good.test", []), ("alias.test", ["blocked.test"]), ("three.test", ["two.test", "alias.test", "blocked.test"]),
                ("through.test", ["between.test", "blocked-too.test", "good.test"]),
                ("c1.test", (2...9).map { "c\($0).test" } + ["good.test"]), ("d4.test", (5...20).map { "d\($0).test" }), ("localhost", []),
            ]
            for (name, chain) in cases {
                let answer = try await resolver.answer(name, isIPv6: isIPv6)
                #expect(answer.canonicalNames.map(\.description) == chain)
                #expect(!answer.addresses.isEmpty)
                #expect(answer.addresses.allSatisfy { !$0.isGloballyReachable })
            }
            // A circle, a chain longer than any honest one, and no name at all.
            for name in ["circle.test", "d3.test", "nobody.test"] {
                #expect(try await resolver.answer(name, isIPv6: isIPv6) == NameAnswer())
            }
        }
    }

    @Test(arguments: ["alias.test", "two.test", "three.test"], ["127.0.0.1", "::1"])
    func `NET-07: a plain request for an alias of a blocked name gets the page, and nobody connects to the origin`(name: String, address: String) async throws {
        try await LocalResolver.run { resolver in
            try await ScriptedOrigin.run(host: address) { origin in
                let isV6 = address == "::1"
                try await RunningProxy.run(service: TestPolicy.service(), configure: { $0.nameLookup = resolver.lookup(isIPv6: isV6) }) { [port = origin.port] proxy in
                    let answer = try await RawClient.exchange(
                        "GET http://\(name):\(port)/ HTTP/1.1\r\nHost: x.test\r\nAccept-Language: en\r\nConnection: close\r\n\r\n",
                        with: isV6 ? proxy.v6 : proxy.v4)
                    #expect(answer.hasPrefix("HTTP/1.1 403 "))
                    #expect(answer.contains("This site is another name for “blocked.test”. That name is on the list “names”."))
                    #expect(proxy.recordedActions() == [.block])
                    #expect(proxy.service.counters.limitedCanonicalNames.load(ordering: .relaxed) == 1)
                }
                #expect(origin.connections == 0)
            }
        }
    }

    @Test(arguments: [
        ("harmless.test", 200), ("c1.test", 200), ("through.test", 403), ("own-resolver.test", 200), ("slow.test", 403), ("circle.test", 502),
        ("d1.test", 502), ("d4.test", 200),
    ])
    func `NET-07: what a chain decides`(name: String, status: Int) async throws {
        try await LocalResolver.run { resolver in
            try await ScriptedOrigin.run { origin in
                let service = try TestPolicy.service(blocking: ["blocked.test", "blocked-too.test"])
                try await RunningProxy.run(service: service, configure: { $0.nameLookup = resolver.lookup() }) { [port = origin.port] proxy in
                    let answer = try await RawClient.exchange(
                        "GET http://\(name):\(port)/ HTTP/1.1\r\nHost: x.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
                    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(40))")
                }
                #expect(origin.heads == (status == 200 ? 1 : 0))
            }
        }
    }

    @Test func `NET-07: a kept connection is judged for each profile anew, and stays`() async throws {
        try await LocalResolver.run { resolver in
            try await ScriptedOrigin.run { origin in
                let adult = try #require(CIDRBlock("::1"))
                let service = try TestPolicy.service(assigning: adult)
                try await RunningProxy.run(service: service, configure: { $0.nameLookup = resolver.lookup() }) { [port = origin.port] proxy in
                    let request = "GET http://three.test:\(port)/ HTTP/1.1\r\nHost: x.test\r\n\r\n"
                    try await RawClient.connect(to: proxy.v6) { adult in
                        try await RawClient.connect(to: proxy.v4) { child in
                            for _ in 0..<2 {
                                try await adult.send(request)
                                #expect(try await adult.receiveResponse().body == "ok")
                                try await child.send(request)
                                #expect(try await child.receiveResponse().head.hasPrefix("HTTP/1.1 403 "))
                            }
                        }
                    }
                    #expect(proxy.recordedActions() == [.allow, .block, .allow, .block])
                }
                #expect(origin.heads == 2)
                #expect(origin.connections == 1)
            }
        }
    }

    @Test(arguments: [("three.test", "403"), ("own-resolver.test", "200"), ("slow.test", "200")], ["127.0.0.1", "::1"])
    func `NET-07: CONNECT to an alias`(target: (name: String, status: String), address: String) async throws {
        try await LocalResolver.run { resolver in
            try await ScriptedOrigin.run(host: address, answer: { _ in .text("answer", closes: true) }) { origin in
                let service = try TestPolicy.service(ports: [origin.port])
                let isV6 = address == "::1"
                try await RunningProxy.run(service: service, configure: { $0.nameLookup = resolver.lookup(isIPv6: isV6) }) { [port = origin.port] proxy in
                    try await RawClient.connect(to: isV6 ? proxy.v6 : proxy.v4) { client in
                        try await client.send("CONNECT \(target.name):\(port) HTTP/1.1\r\nHost: \(target.name):\(port)\r\nAccept-Language: en\r\n\r\n")
                        #expect(try await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 \(target.status) "))
                        if target.status == "200" { try await client.send(TunnelTests.hello(target.name) + Array("x\r\n\r\n".utf8)) }
                        let rest = await client.receiveAll()
                        #expect(target.status == "200" ? rest == "answer" : rest.contains("another name for “blocked.test”"))
                    }
                    #expect(proxy.recordedActions() == [target.status == "403" ? .block : target.name == "slow.test" ? .warn : .allow])
                }
                #expect(origin.connections == (target.status == "403" ? 0 : 1))
            }
        }
    }

    @Test(arguments: ["--http1.1", "--http2"], [false, true])
    func `NET-07: inside a decrypted tunnel the page says so`(version: String, originSpeaksHTTP2: Bool) async throws {
        try await LocalResolver.run { resolver in
            let animal = try CertificateZoo.shared.get().animal("good", host: "three.test")
            let tls = try animal.context { if originSpeaksHTTP2 { $0.applicationProtocols = ["h2", "http/1.1"] } }
            try await EchoOrigin.run(tls: tls) { origin in
                try await InspectingProxy.run(ports: [origin.port], configure: { $0.nameLookup = resolver.lookup() }) { [port = origin.port] inspecting in
                    let url = "https://three.test:\(port)/path"
                    let answer = try await inspecting.curl([version, "-w", "%{http_code}", url, url])
                    #expect(answer.status == 0 && answer.output.hasSuffix("403"))
                    #expect(answer.output.components(separatedBy: "This site is another name for “blocked.test”").count == 3)
                    #expect(inspecting.proxy.recordedActions() == [.block, .block])
                }
                #expect(origin.requests == 0)
            }
        }
    }

    @Test func `NET-07: a tunnel that passes undecrypted after all ends before the origin is asked`() async throws {
        try await LocalResolver.run { resolver in
            try await ScriptedOrigin.run { origin in
                try await InspectingProxy.run(ports: [origin.port], configure: { $0.nameLookup = resolver.lookup() }) { [port = origin.port] inspecting in
                    let name = try DomainName("three.test")
                    // The client has refused our certificate often enough.
                    let now = Int64(Date().timeIntervalSince1970)
                    for _ in 0..<3 { inspecting.inspection.pinning.note(client: "address:127.0.0.1", host: name, now: now) }
                    try #require(inspecting.inspection.pinning.passes(client: "address:127.0.0.1", host: name, now: now))
                    try await RawClient.connect(to: inspecting.proxy.v4) { client in
                        try await client.send("CONNECT \(name):\(port) HTTP/1.1\r\nHost: x.test\r\n\r\n")
                        #expect(try await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
                        try await client.send(TunnelTests.hello("three.test"))
                        #expect(await client.receiveAll() == "")
                    }
                    #expect(inspecting.proxy.recordedActions() == [.block])
                }
                #expect(origin.connections == 0)
            }
        }
    }

    @Test func `a parent proxy's own names are its operator's business`() async throws {
        try await LocalResolver.run { resolver in
            try await ScriptedOrigin.run { parent in
                try await RunningProxy.run(service: TestPolicy.service(), configure: { [port = parent.port] configuration in
                    configuration.nameLookup = resolver.lookup()
                    configuration.parent = DomainName.literal("three.test").map { ProxyParent(host: .domain($0), port: port) }
                }) { proxy in
                    let answer = try await RawClient.exchange(
                        "GET http://good.test/ HTTP/1.1\r\nHost: good.test\r\nConnection: close\r\n\r\n", with: proxy.v4)
                    #expect(answer.hasSuffix("\r\n\r\nok"))
                }
            }
        }
    }
}

extension DomainName {
    fileprivate static func literal(_ text: String) -> DomainName? { try? DomainName(text) }
}
