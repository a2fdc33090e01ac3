import Breakwater

/// The comparison of a typed code with its hash: run it on a thread that may be busy for a tenth of a second.
public struct SecretCheck: Sendable {
    private let hash: PasswordHash
    private let code: [UInt8]

    init(hash: PasswordHash, code: [UInt8]) {
        self.hash = hash
        self.code = code
    }

    /// Whether the code is right.
    public func run() -> Bool { hash.matches(code) }
}
