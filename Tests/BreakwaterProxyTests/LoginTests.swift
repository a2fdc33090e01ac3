import Breakwater
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterURL
import Foundation
import NIOCore
import Testing

/// Basic authentication, through the real proxy.
@Suite(.timeLimit(.minutes(1)))
struct LoginTests {
    static func users(_ names: [String: String] = ["sora": "open sesame", "山田": "ひらけ:ごま"]) -> ProxyUsers {
        var users = ProxyUsers()
        for (name, password) in names { users.setCheaply(name, password: password) }
        return users
    }

    static func field(_ name: String, _ password: String) -> String { "Basic " + Data("\(name):\(password)".utf8).base64EncodedString() }

    private func run(
        _ login: ProxyLogin, _ body: @escaping @Sendable (RunningProxy, Int) async throws -> Void
    ) async throws {
        try await EchoOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service(ports: [origin.port]), configure: { configuration in
                configuration.login = login
                for index in configuration.listeners.indices { configuration.listeners[index].asksForLogin = true }
            }) { [port = origin.port] proxy in try await body(proxy, port) }
        }
    }

    private func status(_ authorization: String?, _ proxy: RunningProxy, _ port: Int, v6: Bool = false) async throws -> String {
        let field = authorization.map { "Proxy-Authorization: \($0)\r\n" } ?? ""
        let answer = try await RawClient.exchange(
            "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\n\(field)Connection: close\r\n\r\n", with: v6 ? proxy.v6 : proxy.v4)
        return String(answer.prefix(12).suffix(3))
    }

    @Test func `who knows the password is let in, with Basic in any case, on both families`() async throws {
        try await run(ProxyLogin(users: Self.users())) { proxy, port in
            for v6 in [false, true] {
                let first = try await status(Self.field("sora", "open sesame"), proxy, port, v6: v6)
                #expect(first == "200")
                #expect(try await status(Self.field("山田", "ひらけ:ごま"), proxy, port, v6: v6) == "200")
                #expect(try await status("bAsIc  " + Self.field("sora", "open sesame").dropFirst(6), proxy, port, v6: v6) == "200")
            }
        }
    }

    @Test func `everything else is asked again, with the field that says how`() async throws {
        let wrong = [
            nil, "", "Basic", "Basic !!!", "Bearer " + Data("sora:open sesame".utf8).base64EncodedString(), Self.field("sora", "wrong"),
            Self.field("nobody", "open sesame"), Self.field("", "open sesame"), "Basic " + Data("sora".utf8).base64EncodedString(),
            "Basic /w==", Self.field("sora", "open sesame") + ", " + Self.field("sora", "open sesame"),
        ]
        try await run(ProxyLogin(users: Self.users(), failuresPerClient: 100)) { proxy, port in
            for authorization in wrong { #expect(try await status(authorization, proxy, port) == "407", "\(authorization ?? "none")") }
            let answer = try await RawClient.exchange("GET http://good.test:\(port)/ HTTP/1.0\r\n\r\n", with: proxy.v4)
            #expect(answer.contains("Proxy-Authenticate: Basic realm=\"Breakwater\""))
            // Nothing was judged, so nothing is counted.
            #expect(proxy.recordedActions().isEmpty)
        }
    }

    @Test func `the profile is the user's, and the origin never sees the field`() async throws {
        try await ScriptedOrigin.run { origin in
            try await RunningProxy.run(service: TestPolicy.service(assigning: "sora"), configure: { configuration in
                configuration.login = ProxyLogin(users: Self.users())
                for index in configuration.listeners.indices { configuration.listeners[index].asksForLogin = true }
            }) { [port = origin.port] proxy in
                func get(_ user: String, _ password: String) async throws -> String {
                    try await RawClient.exchange(
                        "GET http://blocked.test:\(port)/ HTTP/1.1\r\nHost: blocked.test\r\nProxy-Authorization: \(Self.field(user, password))\r\n"
                            + "Connection: close\r\n\r\n", with: proxy.v4)
                }
                let known = try await get("sora", "open sesame")
                #expect(known.hasPrefix("HTTP/1.1 200"))
                #expect(try await get("山田", "ひらけ:ごま").hasPrefix("HTTP/1.1 403"))
            }
            #expect(origin.heads == 1)
            #expect(!origin.received.lowercased().contains("proxy-authorization"))
        }
    }

    @Test func `a tunnel is opened for who logs in, by curl`() async throws {
        try await run(ProxyLogin(users: Self.users())) { proxy, port in
            let address = "http://127.0.0.1:\(try #require(proxy.v4.port))"
            let good = try await Curl.run(["-x", address, "-U", "sora:open sesame", "http://good.test:\(port)/page/hello"])
            #expect(good.output == "<p>hello</p>")
            let refused = try await Curl.run(
                ["-x", address, "-U", "sora:wrong", "-p", "-o", "/dev/null", "-w", "%{http_connect}", "http://good.test:\(port)/page/hello"])
            #expect(refused.output.contains("407"))
        }
    }

    @Test func `one connection's requests run no second comparison, and a new file ends what was known`() async throws {
        let login = ProxyLogin(users: Self.users(), failuresPerClient: 1, failuresInAll: 1)
        try await run(login) { proxy, port in
            try await RawClient.connect(to: proxy.v4) { client in
                func get(_ field: String) async throws -> String {
                    try await client.send(
                        "GET http://good.test:\(port)/ HTTP/1.1\r\nHost: good.test\r\nProxy-Authorization: \(field)\r\n\r\n")
                    return String(try await client.receiveResponse().head.prefix(12).suffix(3))
                }
                let right = Self.field("sora", "open sesame")
                for _ in 0..<20 {
                    let status = try await get(right)
                    #expect(status == "200")
                }
                login.replace(with: Self.users(["sora": "another one"]))
                #expect(try await get(right) == "407")
                // One wrong password was allowed, and it is used up.
                #expect(try await get(Self.field("sora", "another one")) == "407")
            }
        }
    }

    @Test func `guessing ends for the client that guesses`() async throws {
        try await run(ProxyLogin(users: Self.users(), failuresPerClient: 3)) { proxy, port in
            for number in 0..<3 {
                let answer = try await status(Self.field("sora", "guess \(number)"), proxy, port)
                #expect(answer == "407")
            }
            #expect(try await status(Self.field("sora", "open sesame"), proxy, port) == "407")
            // ::1 is another client.
            #expect(try await status(Self.field("sora", "open sesame"), proxy, port, v6: true) == "200")
        }
    }

    @Test(arguments: [
        ("sora", "sora:$2b$10$abc\n"), ("nothing", "sora\n"), ("twice", "sora:HASH\nsora:HASH\n"), ("controls", "so\tra:HASH\n"), ("none", ":HASH\n"),
    ]) func `a file of users that cannot be read names the line`(name: String, text: String) throws {
        var users = ProxyUsers()
        users.setCheaply("x", password: "y")
        let hash = String(users.text.dropFirst(2).dropLast())
        #expect(throws: ProxyConfigurationError.self) { try ProxyUsers(text.replacing("HASH", with: hash)) }
        let fine = try ProxyUsers("# a school\n\nsora:\(hash)\n")
        #expect(fine.names == ["sora"])
        #expect(try ProxyUsers(fine.text) == fine)
    }

    @Test func `passwords in clear over a network are refused unless that is said`() throws {
        var configuration = ProxyConfiguration(listeners: [ProxyListener(address: .init(v4: 0xC000_0201), port: 3128)])
        configuration.allowedClients = RunningProxy.loopbackPrefixes
        configuration.listeners[0].asksForLogin = true
        #expect(throws: ProxyConfigurationError.self) { try configuration.validate() }
        configuration.login = ProxyLogin(users: Self.users())
        #expect(throws: ProxyConfigurationError.self) { try configuration.validate() }
        configuration.allowsLoginInClear = true
        #expect(throws: Never.self) { try configuration.validate() }
        configuration.listeners[0].isTransparent = true
        #expect(throws: ProxyConfigurationError.self) { try configuration.validate() }
    }
}
