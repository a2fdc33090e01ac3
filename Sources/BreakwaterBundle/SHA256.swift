import COpenSSL

/// SHA-256 and HMAC-SHA-256 through libcrypto.
package enum SHA256 {
    package static let byteCount = 32
    /// A digest that needs no memory of its own.
    package typealias Digest = InlineArray<32, UInt8>

    package static func digest(_ message: [UInt8]) -> [UInt8] {
        var context = DigestContext()
        context.update(message.rawSpan)
        return context.finish()
    }

    /// RFC 2104.
    package static func hmac(key: [UInt8], message: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: byteCount)
        var length: UInt32 = 0
        let keyLength = Int32(clamping: key.count)
        // `result` has the 32 bytes that SHA-256 writes; key and message are handed over with their own lengths.
        _ = unsafe result.withUnsafeMutableBufferPointer { output in
            unsafe HMAC(EVP_sha256(), key, keyLength, message, message.count, output.baseAddress, &length)
        }
        return result
    }

    /// Bytes of the operating system's generator.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<max(0, count)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            text.append(byte < 16 ? "0" : "")
            text.append(String(byte, radix: 16))
        }
        return text
    }
}

/// One SHA-256 computation, reusable: `finish` leaves it ready for the next message.
///
/// - Complexity: its state is its own; only ``finish()`` takes memory, for its result.
package struct DigestContext: ~Copyable {
    private var state = SHA256_CTX()

    package init() { start() }

    private mutating func start() { _ = unsafe copenssl_sha256_init(&state) }

    package mutating func update(_ bytes: RawSpan) {
        _ = unsafe bytes.withUnsafeBytes { unsafe copenssl_sha256_update(&state, $0.baseAddress, $0.count) }
    }

    package mutating func finish() -> [UInt8] {
        let digest = finishInline()
        return digest.indices.map { digest[$0] }
    }

    /// The same without an allocation.
    package mutating func finishInline() -> SHA256.Digest {
        var result = SHA256.Digest(repeating: 0)
        var bytes = result.mutableSpan
        // `result` has the 32 bytes that SHA-256 writes.
        _ = unsafe bytes.withUnsafeMutableBufferPointer { unsafe copenssl_sha256_final($0.baseAddress, &state) }
        start()
        return result
    }
}
