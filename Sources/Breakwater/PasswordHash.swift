import BreakwaterBundle
import Foundation

/// A password that is kept only as its scrypt hash: `$scrypt$ln=15,r=8,p=3$SALT$HASH` in the PHC string format.
///
/// Verifying takes a tenth of a second and 32 MiB: never on an event loop.
package struct PasswordHash: Sendable, Hashable, LosslessStringConvertible {
    private static let saltCount = 16
    private static let hashCount = 32
    /// The longest password looked at, in bytes.
    package static let longest = 256

    private let cost: Scrypt.Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a password under a new salt.
    ///
    /// - Returns: `nil` for an empty password, one over 256 bytes, or where there is no memory.
    package init?(of password: String) { self.init(of: password, cost: .standard) }

    /// The same with little work, for tests.
    package init?(cheaplyOf password: String) {
        guard let cost = Scrypt.Cost(logN: 4, r: 8, p: 1) else { return nil }
        self.init(of: password, cost: cost)
    }

    private init?(of password: String, cost: Scrypt.Cost) {
        let bytes = Array(password.utf8)
        let salt = SHA256.randomBytes(Self.saltCount)
        guard (1...Self.longest).contains(bytes.count), let hash = Scrypt.derive(bytes, salt: salt, cost: cost) else { return nil }
        (self.cost, self.salt, self.hash) = (cost, salt, hash)
    }

    /// - Returns: `nil` where the text is no such hash, or one whose cost would be an attack.
    package init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Self.cost(parts[2]),
            let salt = Self.bytes(parts[3]), (8...64).contains(salt.count), let hash = Self.bytes(parts[4]), hash.count == Self.hashCount
        else { return nil }
        (self.cost, self.salt, self.hash) = (cost, salt, hash)
    }

    /// Whether this is the password; takes the same time wherever they differ.
    package func matches(_ password: [UInt8]) -> Bool {
        guard password.count <= Self.longest, let other = Scrypt.derive(password, salt: salt, cost: cost, count: hash.count) else { return false }
        return zip(hash, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    package var description: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Self.text(salt))$\(Self.text(hash))"
    }

    private static func cost(_ text: Substring) -> Scrypt.Cost? {
        let parts = text.split(separator: ",")
        func value(_ index: Int, _ name: String) -> Int? { parts[index].hasPrefix(name) ? Int(parts[index].dropFirst(name.count)) : nil }
        guard parts.count == 3, let logN = value(0, "ln="), let r = value(1, "r="), let p = value(2, "p=") else { return nil }
        return Scrypt.Cost(logN: logN, r: r, p: p)
    }

    /// Base 64 without padding, as the format has it.
    private static func text(_ bytes: [UInt8]) -> String { String(Data(bytes).base64EncodedString().prefix { $0 != "=" }) }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        guard text.utf8.count <= 128, !text.contains("=") else { return nil }
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { Array($0) }
    }
}
