import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterTLS
import BreakwaterURL
import Foundation
import NIOCore
import NIOSSL
import Testing

/// The TLS rows of the attack catalogue: an origin whose certificate or TLS is bad gets an error page, and never a word to the client.
@Suite(.timeLimit(.minutes(3)))
struct InspectionTrustTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let row: String
        let kind: String
        /// A sentence of the page.
        let says: String
        var testDescription: String { "\(row): \(kind)" }
    }

    static let old = "Its certificate is too old"
    static let unknown = "Nobody known here vouches"
    static let weak = "protected so weakly"
    static let invalid = "Its certificate is not valid, so"

    static let bad: [Case] = [
        Case(row: "TLS-01", kind: "expired", says: old), Case(row: "TLS-01", kind: "not-yet", says: "not valid yet"),
        Case(row: "TLS-01", kind: "wrong-name", says: "belongs to another site"),
        Case(row: "TLS-01", kind: "self-signed", says: "wrote its certificate itself"), Case(row: "TLS-01", kind: "unknown", says: unknown),
        Case(row: "TLS-04", kind: "incomplete", says: unknown), Case(row: "TLS-01", kind: "common-name-only", says: "belongs to another site"),
        Case(row: "CA-06", kind: "wildcard-too-high", says: "belongs to another site"), Case(row: "TLS-09", kind: "weak-key", says: weak),
        Case(row: "TLS-09", kind: "sha1", says: weak), Case(row: "TLS-09", kind: "md5", says: invalid),
        Case(row: "TLS-09", kind: "sha1-middle", says: invalid), Case(row: "TLS-09", kind: "weak-middle", says: unknown),
        Case(row: "TLS-09", kind: "named-middle", says: invalid), Case(row: "TLS-09", kind: "nosign-middle", says: invalid),
        Case(row: "TLS-09", kind: "too-deep", says: invalid), Case(row: "TLS-09", kind: "no-authority", says: invalid),
        Case(row: "TLS-09", kind: "client-only", says: invalid),
    ]

    private func answer(from context: NIOSSLContext, roots: [String]? = nil) async throws -> (code: String, page: String, requests: Int, names: String) {
        try await EchoOrigin.run(tls: context) { origin in
            let (page, names): (String, String) = try await InspectingProxy.run(ports: [origin.port], roots: roots) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)/"
                let answer = try await inspecting.curl(["-w", "%{http_code}", url])
                #expect(answer.status == 0, "the page itself must reach the client: \(answer.output)")
                let certificates = try await inspecting.curl(["-o", "/dev/null", "-w", "%{certs}", url]).output
                // Its fields in words: in base64 any word may stand by chance.
                return (answer.output, certificates.replacing(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+\/=\s]*/, with: ""))
            }
            return (String(page.suffix(3)), page, origin.requests, names)
        }
    }

    @Test(arguments: bad) func `a bad certificate is an error page that names the cause`(test: Case) async throws {
        let found = try await answer(from: CertificateZoo.shared.get().animal(test.kind).context())
        #expect(found.code == "502")
        #expect(found.page.contains(test.says), "\(found.page)")
        #expect(found.requests == 0, "a request went to an origin that nobody vouches for")
        // TLS-05: only the name that was asked for, and for an hour: nothing of the origin's certificate is signed again.
        #expect(found.names.contains("X509v3 Subject Alternative Name:DNS:good.test\n") || found.names.contains("DNS:good.test"))
        #expect(!found.names.contains("other.example") && !found.names.contains("Zoo"))
    }

    @Test(arguments: ["good", "rsa", "p384-sha512", "no-subject", "chain", "many-names"])
    func `TLS-04: uncommon and sound certificates are believed`(kind: String) async throws {
        let found = try await answer(from: CertificateZoo.shared.get().animal(kind).context())
        #expect(found.page == "ok200", "\(found.page)")
        #expect(!found.names.contains("n1.test"), "the client's certificate is for the one host that it asked for")
    }

    @Test func `TLS-04: ten thousand names end in an answer, not in a crash`() async throws {
        let context = try CertificateZoo.shared.get().animal("ten-thousand-names").context()
        let found = try await answer(from: context)
        #expect(found.code == "200" || found.code == "502")
    }

    @Test func `TLS-06: a certificate of our own authority is no origin's`() async throws {
        let authority = try InspectionAuthority.make(name: "mine", now: Date())
        let zoo = try CertificateZoo.shared.get()
        let file = zoo.folder + "/own-authority.pem"
        try authority.pem.write(toFile: file, atomically: true, encoding: .utf8)
        let origin = LeafStore.Origin(notAfter: Date() + 86_400, hasTLS13: true)
        let context = try LeafStore(authority: authority).context(for: DomainName("good.test"), origin: origin, client: "", now: Date())
        try await EchoOrigin.run(tls: context) { echo in
            // Even where somebody put the authority into the machine's trust store.
            let trust = try OriginTrust(authority: authority, additionalRoots: [file])
            let inspection = ProxyInspection(leaves: LeafStore(authority: authority), trust: trust)
            try await RunningProxy.run(
                service: TestPolicy.service(ports: [echo.port], inspection: .init()), configure: { $0.inspection = inspection }
            ) { [port = echo.port] proxy in
                let answer = try await Curl.run(["-x", "http://127.0.0.1:\(proxy.v4.port ?? 0)", "--cacert", file, "-w", "%{http_code}", "https://good.test:\(port)/"])
                #expect(answer.output.hasSuffix("502"))
            }
            #expect(echo.requests == 0)
        }
    }

    struct Suite: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (inout TLSConfiguration) -> Void
        var testDescription: String { name }
    }

    static let broken: [Suite] = [
        Suite(name: "TLS 1.0") { $0.minimumTLSVersion = .tlsv1; $0.maximumTLSVersion = .tlsv1 },
        Suite(name: "TLS 1.1") { $0.minimumTLSVersion = .tlsv1; $0.maximumTLSVersion = .tlsv11 },
        Suite(name: "no forward secrecy") { $0.maximumTLSVersion = .tlsv12; $0.cipherSuites = "RSA+AESGCM" },
        Suite(name: "CBC with SHA-1") { $0.maximumTLSVersion = .tlsv12; $0.cipherSuites = "ECDHE-RSA-AES128-SHA" },
    ]

    @Test(arguments: broken) func `TLS-03: broken TLS is refused`(suite: Suite) async throws {
        let found = try await answer(from: CertificateZoo.shared.get().animal("rsa").context(suite.change))
        #expect(found.code == "502")
        #expect(found.page.contains("no connection that is safe enough"))
        #expect(found.requests == 0)
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13]) func `TLS-07: the client is offered no better TLS than the origin speaks`(version: TLSVersion) async throws {
        let context = try CertificateZoo.shared.get().animal("good").context { $0.maximumTLSVersion = version }
        try await EchoOrigin.run(tls: context) { origin in
            try await InspectingProxy.run(ports: [origin.port]) { [port = origin.port] inspecting in
                let url = "https://good.test:\(port)/"
                let answer1 = try await inspecting.curl([url])
                #expect(answer1 == (0, "ok"))
                let answer2 = try await inspecting.curl(["--tls-max", "1.2", url])
                #expect(answer2 == (0, "ok"))
                let best = try await inspecting.curl(["--tlsv1.3", url])
                #expect(best.status == (version == .tlsv13 ? 0 : 35))
            }
        }
    }

    @Test func `TLS-08: what we say to origins is what a browser would`() async throws {
        let origin = try await ScriptedOrigin.run { origin in
            try await InspectingProxy.run(ports: [origin.port], configure: { $0.limits.connectDeadline = .milliseconds(300) }) { [port = origin.port] inspecting in
                let answer = try await inspecting.curl(["-w", "%{http_code}", "https://good.test:\(port)/"])
                #expect(answer.output.hasSuffix("504"))
            }
            return try SeenHello(origin.receivedBytes)
        }
        let hello = origin.hello
        #expect(hello.serverName == "good.test")
        #expect(hello.applicationProtocols == [Array("h2".utf8), Array("http/1.1".utf8)])
        #expect(Set(hello.supportedVersions.filter { $0 & 0x0F0F != 0x0A0A }) == [0x0303, 0x0304])
        // AEAD with an ephemeral key only: TLS 1.3's three, and ECDHE with AES-GCM or ChaCha20 in TLS 1.2.
        let sound: Set<UInt16> = [0x1301, 0x1302, 0x1303, 0xC02B, 0xC02C, 0xC02F, 0xC030, 0xCCA8, 0xCCA9]
        #expect(Set(origin.cipherSuites.filter { $0 & 0x0F0F != 0x0A0A }).isSubset(of: sound), "\(origin.cipherSuites.map { String($0, radix: 16) })")
        #expect(!origin.signatureAlgorithms.contains { $0 >> 8 == 2 || $0 >> 8 == 1 }, "SHA-1 or MD5")
    }
}

/// A ClientHello with the fields that only this test asks for.
private struct SeenHello {
    let hello: ClientHello
    let cipherSuites: [UInt16]
    let signatureAlgorithms: [UInt16]

    init(_ bytes: [UInt8]) throws {
        var reader = ClientHelloReader()
        hello = try #require(try reader.consume(bytes.span))
        // Record header, handshake header, version, random, session.
        var rest = bytes.dropFirst(5 + 4 + 2 + 32)
        func number(_ count: Int) throws -> Int {
            try #require(rest.count >= count)
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
        }
        let session = try number(1)
        rest = rest.dropFirst(session)
        cipherSuites = try (0..<(try number(2)) / 2).map { _ in UInt16(try number(2)) }
        let compressions = try number(1)
        rest = rest.dropFirst(compressions)
        var found: [UInt16] = []
        let length = try number(2)
        // What comes after the ClientHello: an alert, when the proxy gave up.
        let end = rest.count - length
        while rest.count > end {
            let type = try number(2)
            let length = try number(2)
            if type == 13 {
                found = try (0..<(try number(2)) / 2).map { _ in UInt16(try number(2)) }
            } else {
                rest = rest.dropFirst(length)
            }
        }
        signatureAlgorithms = found
    }
}
