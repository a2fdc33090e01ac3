import Foundation
import Synchronization
import Testing

/// Certificates good and bad, made by the system's openssl in a temporary folder: what badssl.com shows, without the network.
final class CertificateZoo: Sendable {
    enum Failure: Error {
        case openssl(String)
    }

    /// A chain to serve: leaf first.
    struct Animal: Sendable {
        let chain: [String]
        let key: String
    }

    let folder: String
    /// The authority that the proxy under test is told to trust.
    var root: String { folder + "/root.pem" }

    /// One for all tests of a process.
    static let shared = Result { try CertificateZoo() }

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("breakwater-zoo-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/new", withIntermediateDirectories: true)
        try write("index.txt", "")
        try write("serial", "1000\n")
        try write("ca.cnf", Self.configuration)
        try authority("root", subject: "/CN=Zoo root")
        try authority("stranger", subject: "/CN=Stranger")
        try issue("middle", subject: "/CN=Zoo middle", extensions: "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign")
        try issue("middle-sha1", subject: "/CN=Zoo old", digest: "sha1", extensions: "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign")
        try issue("middle-weak", subject: "/CN=Zoo weak", rsaBits: 1024, extensions: "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign")
        try issue(
            "middle-named", subject: "/CN=Zoo named",
            extensions: "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nnameConstraints=critical,permitted;DNS:only.example")
        try issue("middle-nosign", subject: "/CN=Zoo no sign", extensions: "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature")
        try issue("too-deep", subject: "/CN=Zoo deep", by: "middle", extensions: "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign")
        try issue("no-authority", subject: "/CN=Zoo leaf", extensions: "basicConstraints=critical,CA:FALSE")
    }

    /// A leaf of this kind for a host.
    ///
    /// - Parameter kind: see ``InspectionTrustTests``.
    func animal(_ kind: String, host: String = "good.test") throws -> Animal {
        let name = "leaf-" + kind + "-" + host
        let names = "subjectAltName=DNS:\(host)"
        if FileManager.default.fileExists(atPath: path(name)) { return Animal(chain: [path(name)] + (links[kind] ?? []).map(path), key: keyPath(name)) }
        switch kind {
        case "good": try issue(name, subject: "/CN=\(host)", extensions: names + ",DNS:*.wild.test")
        case "rsa": try issue(name, subject: "/CN=\(host)", rsaBits: 2048, extensions: names)
        case "p384-sha512": try issue(name, subject: "/CN=\(host)", curve: "P-384", digest: "sha512", extensions: names)
        case "no-subject": try issue(name, subject: "/", extensions: "subjectAltName=critical,DNS:\(host)")
        case "expired": try issue(name, subject: "/CN=\(host)", from: "20200101000000Z", to: "20210101000000Z", extensions: names)
        case "not-yet": try issue(name, subject: "/CN=\(host)", from: "20900101000000Z", to: "20910101000000Z", extensions: names)
        case "wrong-name": try issue(name, subject: "/CN=\(host)", extensions: "subjectAltName=DNS:other.example")
        case "common-name-only": try issue(name, subject: "/CN=\(host)", extensions: "basicConstraints=CA:FALSE")
        case "wildcard-too-high": try issue(name, subject: "/CN=x", extensions: "subjectAltName=DNS:*.test.example,DNS:*")
        case "self-signed":
            try openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", keyPath(name), "-out", path(name),
                "-subj", "/CN=\(host)", "-days", "30", "-addext", names)
        case "unknown": try issue(name, subject: "/CN=\(host)", by: "stranger", extensions: names)
        case _ where kind.hasPrefix("root "):
            let root = "root-" + kind.dropFirst(5).filter { $0.isLetter }
            try authority(root, subject: "/CN=" + kind.dropFirst(5))
            try issue(name, subject: "/CN=\(host)", by: root, extensions: names)
        case "incomplete", "chain": try issue(name, subject: "/CN=\(host)", by: "middle", extensions: names)
        case "weak-key": try issue(name, subject: "/CN=\(host)", rsaBits: 1024, extensions: names)
        case "sha1": try issue(name, subject: "/CN=\(host)", digest: "sha1", extensions: names)
        case "md5": try issue(name, subject: "/CN=\(host)", digest: "md5", extensions: names)
        case "client-only": try issue(name, subject: "/CN=\(host)", extensions: names + "\nextendedKeyUsage=clientAuth")
        case "many-names":
            let many = (0..<1000).map { "DNS:n\($0).test" }.joined(separator: ",")
            try issue(name, subject: "/CN=\(host)", extensions: names + "," + many)
        case "ten-thousand-names":
            let many = (0..<10_000).map { "DNS:n\($0).test" }.joined(separator: ",")
            try issue(name, subject: "/CN=\(host)", extensions: names + "," + many)
        default: try issue(name, subject: "/CN=\(host)", by: try #require(links[kind]?.first), extensions: names)
        }
        return Animal(chain: [path(name)] + (links[kind] ?? []).map(path), key: keyPath(name))
    }

    /// What is served behind a leaf.
    private let links: [String: [String]] = [
        "chain": ["middle"], "sha1-middle": ["middle-sha1"], "weak-middle": ["middle-weak"], "named-middle": ["middle-named"],
        "nosign-middle": ["middle-nosign"], "too-deep": ["too-deep", "middle"], "no-authority": ["no-authority"],
    ]

    private func path(_ name: String) -> String { "\(folder)/\(name).pem" }
    private func keyPath(_ name: String) -> String { "\(folder)/\(name).key" }

    private static let configuration = """
        [ca]
        default_ca = d
        [d]
        dir = .
        database = index.txt
        serial = serial
        new_certs_dir = new
        default_md = sha256
        policy = p
        unique_subject = no
        copy_extensions = none
        [p]
        commonName = optional
        [req]
        distinguished_name = n
        [n]

        """

    private func authority(_ name: String, subject: String) throws {
        try openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", keyPath(name), "-out", path(name), "-subj", subject, "-days", "3650")
    }

    private func issue(
        _ name: String, subject: String, by issuer: String = "root", rsaBits: Int? = nil, curve: String = "P-256", digest: String = "sha256",
        from: String? = nil, to: String? = nil, extensions: String
    ) throws {
        let key = rsaBits.map { ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:\($0)"] } ?? ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(curve)"]
        try openssl(["genpkey"] + key + ["-out", keyPath(name)])
        try openssl("req", "-new", "-key", keyPath(name), "-subj", subject, "-out", "\(folder)/\(name).csr", "-config", "ca.cnf")
        try write(name + ".ext", extensions + "\n")
        try openssl(
            ["ca", "-batch", "-notext", "-config", "ca.cnf", "-in", "\(name).csr", "-out", path(name), "-cert", path(issuer), "-keyfile", keyPath(issuer),
                "-md", digest, "-extfile", "\(name).ext"] + (from.map { ["-startdate", $0] } ?? []) + (to.map { ["-enddate", $0] } ?? ["-days", "60"]))
    }

    private func write(_ name: String, _ text: String) throws { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }

    private func openssl(_ arguments: String...) throws { try openssl(arguments) }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure.openssl(arguments.joined(separator: " ") + ": " + String(decoding: output, as: UTF8.self))
        }
    }
}
