/// Why there is no authority to inspect with, or no certificate for a host. Equal by ``code``.
public struct InspectionError: Error, Sendable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case missing, exists, unreadable, unwritable, exposed, invalid, expired
            case notAHost = "not a host"
            case tooMany = "too many"
        }

        private let value: Value

        /// There is no authority in the folder.
        public static let missing = Code(value: .missing)
        /// There is one already.
        public static let exists = Code(value: .exists)
        public static let unreadable = Code(value: .unreadable)
        public static let unwritable = Code(value: .unwritable)
        /// Somebody else than the owner could read the key.
        public static let exposed = Code(value: .exposed)
        /// Key and certificate are no authority, or do not belong together.
        public static let invalid = Code(value: .invalid)
        public static let expired = Code(value: .expired)
        /// No certificate is made for such a name.
        public static let notAHost = Code(value: .notAHost)
        /// More new certificates than the limit allows.
        public static let tooMany = Code(value: .tooMany)

        public var description: String { value.rawValue }
    }

    public let code: Code
    /// What is wrong and what to do.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension InspectionError: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
