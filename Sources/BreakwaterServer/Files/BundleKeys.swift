import BreakwaterBundle
import Foundation

/// Keys and signatures as files.
public enum BundleKeys {
    /// A key file holds a few hundred bytes, a signature 64.
    private static let maximumBytes = 64 << 10

    /// Makes an Ed25519 key pair; the private key can be read by its owner only.
    public static func makeKey(privatePath: String, publicPath: String) throws {
        let pair = try BundleSignature.newKey()
        try create(privatePath, Data(pair.privatePEM.utf8), permissions: 0o600)
        try create(publicPath, Data(pair.publicPEM.utf8), permissions: 0o644)
    }

    public static func sign(_ bundle: String, privatePath: String, signaturePath: String) throws {
        let signature = try BundleSignature.sign(path: bundle, privatePEM: text(privatePath))
        do {
            try Data(signature).write(to: URL(fileURLWithPath: signaturePath), options: .atomic)
        } catch {
            throw ServerError(.unwritable, "cannot be written: \(error.localizedDescription)", at: DocumentPosition(file: signaturePath, line: 0))
        }
    }

    /// - Throws: `BundleError` with `badSignature` where the signature is not this key's for this bundle.
    public static func verify(_ bundle: String, publicPath: String, signaturePath: String) throws {
        let key = try text(publicPath)
        try BundleSignature.verify(path: bundle, signature: bytes(signaturePath), publicPEM: key)
    }

    private static func text(_ path: String) throws(ServerError) -> String { String(decoding: try bytes(path), as: UTF8.self) }

    private static func bytes(_ path: String) throws(ServerError) -> [UInt8] {
        try CompressedFile.contents(of: path, limit: maximumBytes)
    }

    private static func create(_ path: String, _ data: Data, permissions: Int) throws(ServerError) {
        let position = DocumentPosition(file: path, line: 0)
        guard !FileManager.default.fileExists(atPath: path) else {
            throw ServerError(.unwritable, "is there already; a key is never overwritten", at: position)
        }
        guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: permissions]) else {
            throw ServerError(.unwritable, "cannot be written", at: position)
        }
    }
}
