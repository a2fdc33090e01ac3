import BreakwaterBundle

/// Keyed hashing for the layers above that may not link a cryptographic library themselves.
package enum KeyedHash {
    /// HMAC-SHA-256 (RFC 2104): 32 bytes.
    package static func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] { SHA256.hmac(key: key, message: message) }

    /// Bytes of the operating system's generator.
    package static func randomBytes(_ count: Int) -> [UInt8] { SHA256.randomBytes(count) }
}
