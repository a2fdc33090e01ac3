import Breakwater
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterPolicy
import BreakwaterProxy
import BreakwaterTLS
import Foundation
import NIOCore
import NIOSSL
import Testing

/// A proxy that decrypts, the zoo's root as the authority it trusts, and its own authority in a file for clients.
struct InspectingProxy: Sendable {
    let proxy: RunningProxy
    let inspection: ProxyInspection
    let authority: InspectionAuthority
    /// PEM, for `curl --cacert`.
    let authorityFile: String

    static func run<Result: Sendable>(
        ports: Set<Int>, blocking names: [String] = ["blocked.test"], inspection rules: Inspection = Inspection(exemptHosts: ["private.test"]),
        downloads: DownloadRules? = nil, roots: [String]? = nil, limits: LeafStore.Limits = LeafStore.Limits(),
        configure: @escaping @Sendable (inout ProxyConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (InspectingProxy) async throws -> Result
    ) async throws -> Result {
        let authority = try InspectionAuthority.make(name: "test", now: Date())
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-authority-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("authority.pem").path
        try authority.pem.write(toFile: file, atomically: true, encoding: .utf8)
        let zoo = try CertificateZoo.shared.get()
        let inspection = ProxyInspection(
            leaves: LeafStore(authority: authority, limits: limits),
            trust: try OriginTrust(authority: authority, additionalRoots: roots ?? [zoo.root]))
        let service = try TestPolicy.service(blocking: names, ports: ports, inspection: rules, downloads: downloads)
        return try await RunningProxy.run(
            service: service,
            configure: {
                $0.inspection = inspection
                configure(&$0)
            },
            { proxy in
                try await body(InspectingProxy(proxy: proxy, inspection: inspection, authority: authority, authorityFile: file))
            })
    }

    /// What curl says, which trusts our authority and nobody else.
    func curl(_ arguments: [String], overIPv6: Bool = false, trusting file: String? = nil) async throws -> (status: Int32, output: String) {
        let port = try #require((overIPv6 ? proxy.v6 : proxy.v4).port)
        return try await Curl.run(
            ["-x", overIPv6 ? "http://[::1]:\(port)" : "http://127.0.0.1:\(port)", "--cacert", file ?? authorityFile, "-H", "Accept-Language: en"] + arguments)
    }
}

extension CertificateZoo.Animal {
    /// TLS as an origin speaks it.
    func context(_ change: (inout TLSConfiguration) -> Void = { _ in }) throws -> NIOSSLContext {
        let certificates = try chain.flatMap { try NIOSSLCertificate.fromPEMFile($0) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        configuration.applicationProtocols = ["http/1.1"]
        change(&configuration)
        return try NIOSSLContext(configuration: configuration)
    }
}
