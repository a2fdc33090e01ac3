public import BreakwaterURL
public import Foundation
import NIOCore
public import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// How this machine connects to an origin whose traffic it decrypts: as strict as a browser, because the browser sees only us.
///
/// The chain is verified by swift-certificates against the system's trust store (RFC 5280, RFC 6125), and by ``OriginPolicy``,
/// which says what the standard leaves open. Revocation is not asked: browsers without lists of their own do not either.
public struct OriginTrust: Sendable {
    /// Forward secrecy and authenticated encryption only; TLS 1.3 has its own suites.
    static let cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"
    /// The most certificates of a chain that are looked at: real chains have two to four.
    static let maximumChain = 10

    /// How long a peer may take to answer our goodbye; many never do.
    static let shutdownTimeout = TimeAmount.milliseconds(500)

    private let roots: CertificateStore
    private let authority: InspectionAuthority
    /// By what is offered through ALPN.
    private let contexts: [Versions: NIOSSLContext]

    /// The versions of HTTP that an origin may choose from.
    public enum Versions: Sendable, Hashable, CaseIterable {
        case http1AndHTTP2
        /// For WebSocket, which is not spoken over HTTP/2 here.
        case http1

        /// For ALPN, the best first.
        var protocols: [String] {
            switch self {
            case .http1AndHTTP2: ["h2", "http/1.1"]
            case .http1: ["http/1.1"]
            }
        }
    }

    /// - Parameters:
    ///   - authority: whose certificates no origin may show.
    ///   - additionalRoots: PEM files of authorities to trust beside the system's, such as a school's own.
    /// - Throws: `unreadable` where a file holds no certificate, or the system has no trust store.
    public init(authority: InspectionAuthority, additionalRoots: [String] = []) throws(InspectionError) {
        self.authority = authority
        var certificates = try Self.systemRoots()
        for path in additionalRoots {
            let found = Self.certificates(in: path)
            guard !found.isEmpty else { throw InspectionError(.unreadable, "\(path) holds no certificate in PEM form") }
            certificates += found
        }
        roots = CertificateStore(certificates)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuites = Self.cipherSuites
        configuration.renegotiationSupport = .none
        configuration.shutdownTimeout = Self.shutdownTimeout
        configuration.verifySignatureAlgorithms = [
            .ecdsaSecp256R1Sha256, .rsaPssRsaeSha256, .rsaPkcs1Sha256, .ecdsaSecp384R1Sha384, .rsaPssRsaeSha384, .rsaPkcs1Sha384,
            .rsaPssRsaeSha512, .rsaPkcs1Sha512,
        ]
        // Verified by the callback alone; an empty store would only cost the loading of the system's a second time.
        configuration.trustRoots = .certificates([])
        do {
            var contexts: [Versions: NIOSSLContext] = [:]
            for versions in Versions.allCases {
                configuration.applicationProtocols = versions.protocols
                contexts[versions] = try NIOSSLContext(configuration: configuration)
            }
            self.contexts = contexts
        } catch {
            throw InspectionError(.invalid, "TLS cannot be set up: \(error)")
        }
    }

    /// The handler that speaks TLS with an origin.
    ///
    /// - Parameter verification: learns what the certificate was worth, before the handshake ends.
    public func handler(
        for host: DomainName, speaking versions: Versions = .http1AndHTTP2, verification: OriginVerification
    ) throws -> NIOSSLClientHandler {
        guard let context = contexts[versions] else { throw InspectionError(.invalid, "TLS is not set up") }
        return try NIOSSLClientHandler(context: context, serverHostname: host.description) { [self] chain, promise in
            promise.completeWithTask {
                let outcome = await verify(chain, for: host)
                verification.set(outcome)
                if case .success = outcome { return .certificateVerified } else { return .failed }
            }
        }
    }

    private func verify(_ presented: [NIOSSLCertificate], for host: DomainName) async -> Result<Date, CertificateProblem> {
        var certificates: [Certificate] = []
        for (index, certificate) in presented.prefix(Self.maximumChain).enumerated() {
            do {
                certificates.append(try Certificate(derEncoded: certificate.toDERBytes()))
            } catch {
                // A leaf that cannot be read ends it; another certificate may not be needed.
                if index == 0 { return .failure(OriginPolicy.problem(reading: error)) }
            }
        }
        guard let leaf = certificates.first else { return .failure(.malformed) }
        return await verify(leaf, Array(certificates.dropFirst()), for: host.description)
    }

    private func verify(_ leaf: Certificate, _ intermediates: [Certificate], for name: String) async -> Result<Date, CertificateProblem> {
        let now = Date()
        if let problem = OriginPolicy.problem(leaf, intermediates, authority: authority, now: now) { return .failure(problem) }
        let others = CertificateStore(intermediates)
        var verifier = Verifier(rootCertificates: roots) {
            RFC5280Policy()
            ServerIdentityPolicy(serverHostname: name, serverIP: nil)
            OriginPolicy()
        }
        guard case .couldNotValidate(let failures) = await verifier.validate(leaf: leaf, intermediates: others) else {
            return .success(leaf.notValidAfter)
        }
        guard !failures.isEmpty else { return .failure(leaf.issuer == leaf.subject ? .selfSigned : .unknownAuthority) }
        // An authority vouches for it. Is the name all that is wrong?
        var nameless = Verifier(rootCertificates: roots) {
            RFC5280Policy()
            NameIsOther()
            OriginPolicy()
        }
        if case .validCertificate = await nameless.validate(leaf: leaf, intermediates: others) { return .failure(.wrongName) }
        return .failure(.notAllowed)
    }

    // MARK: Trust stores

    /// Debian's and Fedora's bundles; a certificate that cannot be read is one authority less, not none.
    private static func systemRoots() throws(InspectionError) -> [Certificate] {
        let paths = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]
        for path in paths {
            let found = certificates(in: path)
            if !found.isEmpty { return found }
        }
        throw InspectionError(.unreadable, "this machine has no trust store; install the package `ca-certificates`")
    }

    private static func certificates(in path: String) -> [Certificate] {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 16 << 20,
            let documents = try? PEMDocument.parseMultiple(pemString: String(decoding: data, as: UTF8.self))
        else { return [] }
        return documents.compactMap { try? Certificate(pemDocument: $0) }
    }
}

/// What an origin's certificate was worth, for whoever waits for the handshake.
public final class OriginVerification: Sendable {
    private let outcome = Mutex<Result<Date, CertificateProblem>?>(nil)

    public init() {}

    func set(_ result: Result<Date, CertificateProblem>) { outcome.withLock { $0 = result } }

    /// When the believed certificate is over; `nil` where none was believed.
    public var notAfter: Date? {
        guard case .success(let date)? = outcome.withLock({ $0 }) else { return nil }
        return date
    }

    public var problem: CertificateProblem? {
        guard case .failure(let problem)? = outcome.withLock({ $0 }) else { return nil }
        return problem
    }
}

extension CertificateProblem: Error {}

/// Lets a verifier read the extension of names without asking what is in it.
private struct NameIsOther: VerifierPolicy, Sendable {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.subjectAlternativeName]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult { .meetsPolicy }
}
