import BreakwaterBundle
import Foundation
import TestSupport
import Testing

struct BundleSignatureTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("a.bwb")
        try Sample.write(to: path)
    }

    @Test
    func `a signature is verified with its key`() throws {
        let key = try BundleSignature.newKey()
        #expect(key.privatePEM.contains("PRIVATE KEY") && key.publicPEM.contains("PUBLIC KEY"))
        let signature = try BundleSignature.sign(path: path, privatePEM: key.privatePEM)
        #expect(signature.count == 64)
        #expect(throws: Never.self) { try BundleSignature.verify(path: path, signature: signature, publicPEM: key.publicPEM) }
        // Ed25519 is deterministic.
        #expect(try BundleSignature.sign(path: path, privatePEM: key.privatePEM) == signature)
    }

    @Test
    func `another key, another bundle or another signature is refused`() throws {
        let (key, other) = (try BundleSignature.newKey(), try BundleSignature.newKey())
        #expect(key.privatePEM != other.privatePEM)
        let signature = try BundleSignature.sign(path: path, privatePEM: key.privatePEM)
        #expect(throws: BundleError(.badSignature, "")) {
            try BundleSignature.verify(path: path, signature: signature, publicPEM: other.publicPEM)
        }
        for index in signature.indices {
            var altered = signature
            altered[index] ^= 1
            #expect(throws: BundleError(.badSignature, "")) {
                try BundleSignature.verify(path: path, signature: altered, publicPEM: key.publicPEM)
            }
        }
        for wrong in [[], Array(signature.dropLast()), signature + [0]] {
            #expect(throws: BundleError(.badSignature, "")) {
                try BundleSignature.verify(path: path, signature: wrong, publicPEM: key.publicPEM)
            }
        }
        var writer = BundleWriter(createdAt: 0, hashKey: (0, 0))
        writer.add(.policy, [1])
        _ = try writer.write(to: folder.path("b.bwb"))
        #expect(throws: BundleError(.badSignature, "")) {
            try BundleSignature.verify(path: folder.path("b.bwb"), signature: signature, publicPEM: key.publicPEM)
        }
    }

    @Test
    func `an identity that is not the contents' is found even where all checksums are true`() throws {
        let key = try BundleSignature.newKey()
        let signature = try BundleSignature.sign(path: path, privatePEM: key.privatePEM)
        var bytes = try folder.read("a.bwb")
        bytes[48] ^= 1
        let sum = Checksum.of(Array(bytes[..<120]).rawSpan)
        for index in 0..<8 { bytes[120 + index] = UInt8(truncatingIfNeeded: sum >> (8 * UInt64(index))) }
        let forged = try folder.write("forged.bwb", bytes: bytes)
        #expect(throws: Never.self) { _ = try BundleReader(path: forged, verification: .full) }
        #expect(throws: BundleError(.corrupt, "")) {
            try BundleSignature.verify(path: forged, signature: signature, publicPEM: key.publicPEM)
        }
        #expect(throws: BundleError(.corrupt, "")) { try BundleSignature.sign(path: forged, privatePEM: key.privatePEM) }
    }

    /// Without the key no name is found; with another time an old bundle looks fresh.
    @Test(arguments: [24, 31, 32, 39, 40, 47])
    func `time and hash key are signed with the contents`(offset: Int) throws {
        let key = try BundleSignature.newKey()
        let signature = try BundleSignature.sign(path: path, privatePEM: key.privatePEM)
        var bytes = try folder.read("a.bwb")
        bytes[offset] ^= 1
        let sum = Checksum.of(Array(bytes[..<120]).rawSpan)
        for index in 0..<8 { bytes[120 + index] = UInt8(truncatingIfNeeded: sum >> (8 * UInt64(index))) }
        let forged = try folder.write("forged.bwb", bytes: bytes)
        #expect(throws: Never.self) { _ = try BundleReader(path: forged, verification: .full) }
        #expect(throws: BundleError(.badSignature, "")) {
            try BundleSignature.verify(path: forged, signature: signature, publicPEM: key.publicPEM)
        }
    }

    @Test(arguments: [
        "", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    ])
    func `what is no key is refused`(pem: String) {
        #expect(throws: BundleError(.badKey, "")) { try BundleSignature.sign(path: path, privatePEM: pem) }
        #expect(throws: BundleError(.badKey, "")) { try BundleSignature.verify(path: path, signature: [], publicPEM: pem) }
    }

    @Test
    func `a key of another kind does not sign`() throws {
        // P-256, made for this test.
        let pem = try TestKeys.ellipticCurve()
        #expect(throws: BundleError(.badKey, "")) { try BundleSignature.sign(path: path, privatePEM: pem) }
    }
}

/// Keys that are no Ed25519 keys, from the machine's `openssl`.
enum TestKeys {
    static func ellipticCurve() throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
