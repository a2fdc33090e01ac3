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
@safe
package struct DigestContext: ~Copyable {
    private let context: OpaquePointer?

    package init() {
        unsafe context = EVP_MD_CTX_new()
        _ = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// The same digest again: naming it anew would look it up, which takes memory.
    private func start() { _ = unsafe EVP_DigestInit_ex(context, nil, nil) }

    package mutating func update(_ bytes: RawSpan) {
        _ = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }

    package mutating func finish() -> [UInt8] {
        var result = [UInt8](repeating: 0, count: SHA256.byteCount)
        _ = unsafe result.withUnsafeMutableBufferPointer { unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil) }
        start()
        return result
    }

    /// The same without an allocation.
    package mutating func finishInline() -> SHA256.Digest {
        var result = SHA256.Digest(repeating: 0)
        var bytes = result.mutableSpan
        _ = unsafe bytes.withUnsafeMutableBufferPointer { unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil) }
        start()
        return result
    }
}
