/// What went wrong with a store: what, where, and what to do about it.
///
/// Never holds a value that was stored or asked for. Two errors are equal when their codes are.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure; compare with the constants.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String, Sendable {
            case cannotOpen, foreign, newerSchema, corrupt, diskFull, busy, notPermitted, unreachable, refused
            case notFound, alreadyDecided, tooMany, invalid, cancelled, failed
        }

        private let kind: Kind

        /// The file or folder is missing or cannot be made.
        public static let cannotOpen = Code(kind: .cannotOpen)
        /// The file is a database, but not one of Breakwater's.
        public static let foreign = Code(kind: .foreign)
        /// A later version of Breakwater wrote it.
        public static let newerSchema = Code(kind: .newerSchema)
        /// The file is damaged or no database at all.
        public static let corrupt = Code(kind: .corrupt)
        /// The disk, or the store's own limit, is reached.
        public static let diskFull = Code(kind: .diskFull)
        /// Somebody else holds a lock for too long.
        public static let busy = Code(kind: .busy)
        /// The file is read-only, or the database user lacks a right.
        public static let notPermitted = Code(kind: .notPermitted)
        /// The database server does not answer.
        public static let unreachable = Code(kind: .unreachable)
        /// The database server does not accept the user, the password or the database's name.
        public static let refused = Code(kind: .refused)
        /// No row has that id.
        public static let notFound = Code(kind: .notFound)
        /// The request or the appeal was decided before.
        public static let alreadyDecided = Code(kind: .alreadyDecided)
        /// A profile has as many open requests as are kept.
        public static let tooMany = Code(kind: .tooMany)
        /// A request or a grant without a pattern.
        public static let invalid = Code(kind: .invalid)
        /// The task was cancelled before the work was done; nothing of it was kept.
        public static let cancelled = Code(kind: .cancelled)
        /// Anything else; the message has the database's own words.
        public static let failed = Code(kind: .failed)

        public var description: String { kind.rawValue }
    }

    public let code: Code
    /// What, why, and what to do.
    public let message: String
    /// The file's path, or "PostgreSQL".
    public let location: String
    /// The database's own words.
    public let underlying: String?

    package init(_ code: Code, _ message: String, at location: String, underlying: String? = nil) {
        self.code = code
        self.message = message
        self.location = location
        self.underlying = underlying
    }

    public var description: String {
        let cause = underlying.map { " (\($0))" } ?? ""
        return "\(location): \(message)\(cause)"
    }

    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
