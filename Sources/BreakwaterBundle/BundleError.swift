/// Why a bundle cannot be opened, written, signed or verified. Equal by ``code``.
public struct BundleError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String { case unreadable, unwritable, truncated, foreign, newer, corrupt, invalid, badKey, badSignature }
        private let value: Value
        /// The file cannot be opened or mapped.
        public static let unreadable = Code(value: .unreadable)
        /// The file cannot be written or put into place.
        public static let unwritable = Code(value: .unwritable)
        /// The file is shorter than it says it is.
        public static let truncated = Code(value: .truncated)
        /// The file is no bundle.
        public static let foreign = Code(value: .foreign)
        /// The file was written by a version with another format or other semantics.
        public static let newer = Code(value: .newer)
        /// A checksum does not match.
        public static let corrupt = Code(value: .corrupt)
        /// The checksums match, but a structure points outside itself: not written by a correct compiler.
        public static let invalid = Code(value: .invalid)
        /// A key file cannot be read as an Ed25519 key.
        public static let badKey = Code(value: .badKey)
        /// The signature does not belong to this bundle and key.
        public static let badSignature = Code(value: .badSignature)
        public var description: String { value.rawValue }
    }

    public let code: Code
    /// What, where, and what to do.
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
