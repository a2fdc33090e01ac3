import COpenSSL

/// scrypt (RFC 7914) through libcrypto: makes guessing a password from its hash cost memory.
package enum Scrypt {
    /// What one derivation costs.
    package struct Cost: Sendable, Hashable {
        /// Binary logarithm of N, 1–20.
        package var logN: Int
        /// Block size, 1–32.
        package var r: Int
        /// Parallelisation, 1–16.
        package var p: Int

        /// - Returns: `nil` out of the ranges above: a hash from a file must not take the machine's memory.
        package init?(logN: Int, r: Int, p: Int) {
            guard (1...20).contains(logN), (1...32).contains(r), (1...16).contains(p) else { return nil }
            (self.logN, self.r, self.p) = (logN, r, p)
        }

        private init(known logN: Int, _ r: Int, _ p: Int) { (self.logN, self.r, self.p) = (logN, r, p) }

        /// 32 MiB, three times over: one of the strengths that the OWASP password storage recommendation names.
        package static let standard = Cost(known: 15, 8, 3)
    }

    /// - Returns: `count` bytes; `nil` where libcrypto refuses, which it does for want of memory only.
    package static func derive(_ password: [UInt8], salt: [UInt8], cost: Cost, count: Int = 32) -> [UInt8]? {
        let n = UInt64(1) << UInt64(cost.logN)
        let (r, p) = (UInt64(cost.r), UInt64(cost.p))
        // RFC 7914 §6: 128·r·N bytes for V, 128·r·p for B; with the ranges above at most 4 GiB and no overflow.
        let memory = 128 * r * (n + p + 2)
        var result = [UInt8](repeating: 0, count: max(1, count))
        let password = password.map { CChar(bitPattern: $0) }
        // Each array is handed over with its own length; `result` is written within its own.
        let status = unsafe result.withUnsafeMutableBufferPointer { output in
            unsafe EVP_PBE_scrypt(
                password, password.count, salt, salt.count, n, r, p, memory, output.baseAddress, output.count)
        }
        return status == 1 ? result : nil
    }
}
