import Foundation
import BreakwaterPolicy
import BreakwaterProxy
import NIOCore
import Testing

/// What the policy does to requests, through the real engine.
@Suite(.timeLimit(.minutes(1)))
struct FilteringTests {
    @Test(arguments: [("en", "Adult content"), ("ja", "成人向け")])
    func `curl gets a block page in the reader's language`(language: String, category: String) async throws {
        try await RunningProxy.run(service: TestPolicy.service()) { proxy in
            let port = try #require(proxy.v4.port)
            let result = try await Curl.run([
                "-x", "http://127.0.0.1:\(port)", "-i", "-H", "Accept: text/html", "-H", "Accept-Language: \(language)",
                "http://www.blocked.test/",
            ])
            #expect(result.output.hasPrefix("HTTP/1.1 403 "))
            #expect(result.output.contains(category))
            #expect(proxy.recordedActions() == [.block])
        }
    }

    @Test(arguments: ["127.0.0.1", "[::1]"])
    func `curl gets what is allowed`(address: String) async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                let proxyPort = try #require(address == "[::1]" ? proxy.v6.port : proxy.v4.port)
                let result = try await Curl.run(["-x", "http://\(address):\(proxyPort)", "http://good.test:\(port)/page/hello"])
                #expect(result.output == "<p>hello</p>")
                #expect(proxy.recordedActions() == [.allow])
            }
        }
    }

    @Test func `a blocked POST is answered although its body is still coming`() async throws {
        try await RunningProxy.run(service: TestPolicy.service()) { proxy in
            let port = try #require(proxy.v4.port)
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-\(UUID().uuidString)")
            try Data(count: 2 << 20).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let result = try await Curl.run([
                "-x", "http://127.0.0.1:\(port)", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Expect:", "--data-binary",
                "@\(file.path)",
                "http://blocked.test/",
            ])
            #expect(result.output.hasSuffix("403"))
        }
    }

    @Test func `a request keeps the policy it began with, and no connection notices a new one`() async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await withThrowingTaskGroup(of: Set<String>.self) { tasks in
                    for _ in 0..<4 {
                        tasks.addTask {
                            try await RawClient.connect(to: proxy.v4) { client in
                                var seen: Set<String> = []
                                for _ in 0..<100 {
                                    try await client.send("GET http://later.test:\(port)/ HTTP/1.1\r\nHost: later.test\r\n\r\n")
                                    seen.insert(String(try await client.receiveResponse().head.prefix(12)))
                                }
                                return seen
                            }
                        }
                    }
                    for number in 0..<10 {
                        try proxy.block(number.isMultiple(of: 2) ? ["later.test"] : ["other.test"])
                    }
                    for try await seen in tasks { #expect(seen.isSubset(of: ["HTTP/1.1 200", "HTTP/1.1 403"])) }
                }
                #expect(proxy.recordedActions().count == 400)
            }
        }
    }

    @Test func `stopping lets the answer under way end`() async throws {
        try await ScriptedOrigin.run(answer: { _ in .silence }) { origin in
            // The origin answers only what the proxy's stop does not wait for, so the deadline ends it.
            try await RunningProxy.run(service: TestPolicy.service(), configure: { $0.drainDeadline = .milliseconds(200) }) {
                [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send("GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\r\n")
                    await proxy.stop()
                    #expect(await client.receiveAll() == "")
                }
            }
        }
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service()) { [port = origin.port] proxy in
                try await RawClient.connect(to: proxy.v4) { client in
                    try await client.send(
                        "POST http://good.test:\(port)/echo HTTP/1.1\r\nHost: good.test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n"
                            + "\r\n"
                    )
                    try await client.receive(until: "100 Continue\r\n\r\n")
                    await proxy.stop()
                    try await client.send("last")
                    let answer = await client.receiveAll()
                    #expect(answer.hasSuffix("last"))
                }
            }
        }
    }
}
