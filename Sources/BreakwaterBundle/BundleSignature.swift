import COpenSSL

/// Ed25519 signatures (RFC 8032) over a bundle's identity, kept in a file beside it.
///
/// The signed message is the 16 bytes `Breakwater-bwb-1`, then bytes 8–47 of the header (versions, length, creation time and hash
/// key), then the 32 bytes of the identity, recomputed from the file. The header counts because a bundle with another hash key
/// finds none of its names, and one with another time looks fresh.
public enum BundleSignature {
    private static let context: [UInt8] = Array("Breakwater-bwb-1".utf8)

    /// Makes a key pair.
    /// - Returns: the private key as PKCS #8 PEM and the public key as SubjectPublicKeyInfo PEM.
    public static func newKey() throws(BundleError) -> (privatePEM: String, publicPEM: String) {
        guard let key = unsafe copenssl_generate_ed25519() else {
            throw BundleError(.badKey, "the cryptographic library made no key")
        }
        defer { unsafe EVP_PKEY_free(key) }
        guard let secret = unsafe pem({ unsafe PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }),
            let open = unsafe pem({ unsafe PEM_write_bio_PUBKEY($0, key) })
        else { throw BundleError(.badKey, "the cryptographic library did not write the key") }
        return (secret, open)
    }

    /// Signs the bundle at `path`.
    /// - Returns: 64 bytes.
    public static func sign(path: String, privatePEM: String) throws(BundleError) -> [UInt8] {
        let message = try message(path)
        let key = unsafe try readKey(privatePEM) { unsafe PEM_read_bio_PrivateKey($0, nil, nil, nil) }
        defer { unsafe EVP_PKEY_free(key) }
        let digest = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(digest) }
        var length = 64
        var signature = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_DigestSignInit(digest, nil, nil, nil, key) == 1,
            unsafe EVP_DigestSign(digest, &signature, &length, message, message.count) == 1, length == 64
        else { throw BundleError(.badKey, "the key cannot sign with Ed25519") }
        return signature
    }

    /// Throws `badSignature` unless `signature` is this key's over the bundle at `path`.
    public static func verify(path: String, signature: [UInt8], publicPEM: String) throws(BundleError) {
        let message = try message(path)
        let key = unsafe try readKey(publicPEM) { unsafe PEM_read_bio_PUBKEY($0, nil, nil, nil) }
        defer { unsafe EVP_PKEY_free(key) }
        let digest = unsafe EVP_MD_CTX_new()
        defer { unsafe EVP_MD_CTX_free(digest) }
        guard unsafe EVP_DigestVerifyInit(digest, nil, nil, nil, key) == 1,
            unsafe EVP_DigestVerify(digest, signature, signature.count, message, message.count) == 1
        else {
            throw BundleError(.badSignature, "\(path): the signature is not this key's for this bundle; do not use the file")
        }
    }

    /// The bytes that are signed. The stored identity must be the true one, or the header would vouch for other sections.
    private static func message(_ path: String) throws(BundleError) -> [UInt8] {
        let reader = try BundleReader(path: path, verification: .full)
        var digest = DigestContext()
        digest.update(reader.identifiedBytes)
        let identity = digest.finish()
        guard identity == reader.identity else {
            throw BundleError(.corrupt, "\(path): the contents are not those that the header names")
        }
        return context + reader.signedHeader + identity
    }

    private static func readKey(
        _ pem: String, _ read: (OpaquePointer?) -> OpaquePointer?
    ) throws(BundleError) -> OpaquePointer {
        let bytes = Array(pem.utf8)
        // The BIO reads `bytes` only until it is freed, inside the closure.
        let key = unsafe bytes.withUnsafeBytes { buffer -> OpaquePointer? in
            let bio = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(clamping: buffer.count))
            defer { unsafe BIO_free(bio) }
            return unsafe read(bio)
        }
        guard let key = unsafe key else { throw BundleError(.badKey, "the key file holds no PEM key; make one with `breakwater key new`") }
        return unsafe key
    }

    private static func pem(_ write: (OpaquePointer?) -> Int32) -> String? {
        let bio = unsafe BIO_new(BIO_s_mem())
        defer { unsafe BIO_free(bio) }
        guard unsafe write(bio) == 1 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe BIO_read(bio, &bytes, 4096)
        return count > 0 ? String(decoding: bytes.prefix(Int(count)), as: UTF8.self) : nil
    }
}
