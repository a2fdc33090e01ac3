import BreakwaterProxy
import BreakwaterURL
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// TLS rows of the threat model that need an origin of another kind than the zoo's.
@Suite(.timeLimit(.minutes(2)))
struct OriginAttackTests {
    private func page(from port: Int, roots: [String]? = nil) async throws -> String {
        try await InspectingProxy.run(ports: [port], roots: roots) { inspecting in
            let answer = try await inspecting.curl(["-w", "%{http_code}", "https://good.test:\(port)/"])
            #expect(answer.status == 0, "the page itself must reach the client")
            return answer.output
        }
    }

    /// What an origin chooses although nobody offered it.
    struct Choice: Sendable, CustomTestStringConvertible {
        let name: String
        var version: UInt16 = 0x0303
        var suite: UInt16 = 0xC02F
        var testDescription: String { name }
    }

    /// badssl.com's rows; the system's OpenSSL has none of the first seven any more, so the origin is a ServerHello, byte for byte.
    static let choices: [Choice] = [
        Choice(name: "RC4", suite: 0x0005), Choice(name: "RC4 with MD5", suite: 0x0004), Choice(name: "3DES", suite: 0x000A),
        Choice(name: "DES", suite: 0x0009), Choice(name: "export RC4", suite: 0x0003), Choice(name: "export DHE", suite: 0x0014),
        Choice(name: "SSL 3.0", version: 0x0300, suite: 0x0035), Choice(name: "SSL 2.0's number", version: 0x0002), Choice(name: "null", suite: 0x0001),
        Choice(name: "null with a key exchange", suite: 0xC010), Choice(name: "anonymous", suite: 0x0034), Choice(name: "DHE, whatever its size", suite: 0x0033),
        Choice(name: "no forward secrecy", suite: 0x009C), Choice(name: "TLS 1.0", version: 0x0301, suite: 0xC013), Choice(name: "TLS 1.1", version: 0x0302, suite: 0xC013),
        Choice(name: "CBC", suite: 0xC027), Choice(name: "a suite of TLS 1.3 in TLS 1.2", suite: 0x1301),
    ]

    /// Says one thing to whoever says anything.
    private final class Speaker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let bytes: [UInt8]
        private var hasSpoken = false

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if hasSpoken { return context.close(promise: nil) }
            hasSpoken = true
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    @Test(arguments: choices) func `TLS-03: what was not offered is not agreed to`(choice: Choice) async throws {
        func two(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }
        let body = two(choice.version) + [UInt8](repeating: 9, count: 32) + [0] + two(choice.suite) + [0]
        let message = [2, 0] + two(UInt16(body.count)) + body
        let record = [22] + two(choice.version) + two(UInt16(message.count)) + message
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Speaker(record)) } }
            .bind(host: "127.0.0.1", port: 0).get()
        let page = try await page(from: try #require(channel.localAddress?.port))
        try await channel.close()
        #expect(page.hasSuffix("502") && page.contains("no connection that is safe enough"), "\(page.suffix(300))")
    }

    /// What the system's OpenSSL still speaks when it is told to.
    @Test(arguments: ["ECDHE-RSA-NULL-SHA", "NULL-SHA256", "ADH-AES128-SHA", "DHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CAMELLIA128-SHA256", "AES128-GCM-SHA256"])
    func `TLS-03: OpenSSL with nothing but a bad suite is refused`(suite: String) async throws {
        let animal = try CertificateZoo.shared.get().animal("rsa")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", animal.chain[0], "-key", animal.key, "-tls1_2", "-cipher", suite + ":@SECLEVEL=0",
            "-www",
        ]
        let (output, input) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = input
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        var text = ""
        var port: Int?
        while port == nil, let data = try output.fileHandleForReading.read(upToCount: 1), !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            if text.hasSuffix("\n"), let line = text.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT") }) {
                port = line.split(separator: ":").last.flatMap { Int($0) }
            }
        }
        // The suite is one that OpenSSL agrees on with itself, so that the refusal is ours.
        let own = try Shell.run([
            "sh", "-c", "echo | openssl s_client -connect 127.0.0.1:\(try #require(port)) -tls1_2 -cipher '\(suite):@SECLEVEL=0' 2>&1 | grep -c 'Cipher    : \(suite)'",
        ])
        #expect(own.output == "1\n")
        let page = try await page(from: try #require(port))
        #expect(page.hasSuffix("502") && page.contains("no connection that is safe enough"), "\(page.suffix(300))")
    }

    /// Roots that software once put into trust stores with their keys for everybody. Who signs with such a key is nobody to this machine,
    /// as long as its trust store has no such root; the names are all that a new root of ours can share with them.
    @Test(arguments: ["Superfish, Inc.", "eDellRoot", "DSDTestProvider", "Preact CLI", "webpack-dev-server"])
    func `TLS-02: a root that is known for its published key is believed by nobody`(name: String) async throws {
        let context = try CertificateZoo.shared.get().animal("root " + name).context()
        try await EchoOrigin.run(tls: context) { origin in
            let page = try await page(from: origin.port)
            #expect(page.hasSuffix("502") && page.contains("Nobody known here vouches"), "\(page.suffix(300))")
            #expect(origin.requests == 0)
        }
    }

    @Test func `TLS-11: behind another inspector the client is told, unless this proxy was told to trust it`() async throws {
        let context = try CertificateZoo.shared.get().animal("good").context()
        try await EchoOrigin.run(tls: context) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] other in
                let parent = ProxyParent(host: .address(IPAddress(v4: 0x7F00_0001)), port: try #require(other.proxy.v4.port))
                for (roots, code) in [([], "502"), ([other.authorityFile], "200")] {
                    let zoo = try CertificateZoo.shared.get()
                    try await InspectingProxy.run(ports: [port], roots: roots + [zoo.root], configure: { $0.parent = parent }) { inspecting in
                        let answer = try await inspecting.curl(["-w", "%{http_code}", "https://good.test:\(port)/"])
                        #expect(answer.output.hasSuffix(code))
                        #expect(answer.output.contains("Nobody known here vouches") == (code == "502"))
                    }
                }
            }
            #expect(origin.requests == 1)
        }
    }
}
