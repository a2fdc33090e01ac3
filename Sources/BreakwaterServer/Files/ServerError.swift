/// What went wrong while a process was run or a file was handled, outside documents and bundles. Equal by ``code``.
public struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case unreadable, unwritable, damaged, invalid, refused
            case tooLarge = "too large"
            case fetchFailed = "fetch failed"
            case addressInUse = "address in use"
            case notFound = "not found"
        }

        private let value: Value
        /// A file or folder cannot be read.
        public static let unreadable = Code(value: .unreadable)
        /// A file or folder cannot be written.
        public static let unwritable = Code(value: .unwritable)
        /// A file or a response is larger than its limit.
        public static let tooLarge = Code(value: .tooLarge)
        /// A compressed file ends early or is not what it says.
        public static let damaged = Code(value: .damaged)
        /// A list could not be fetched.
        public static let fetchFailed = Code(value: .fetchFailed)
        /// Another process has the address and port.
        public static let addressInUse = Code(value: .addressInUse)
        /// A name, such as a profile's, that nothing defines.
        public static let notFound = Code(value: .notFound)
        /// A change that somebody should look at first.
        public static let refused = Code(value: .refused)
        /// A value that cannot be meant.
        public static let invalid = Code(value: .invalid)
        public var description: String { value.rawValue }
    }

    public let code: Code
    /// What is wrong and what to do.
    public let message: String
    /// Where, where there is a place to name.
    public let position: DocumentPosition?

    public init(_ code: Code, _ message: String, at position: DocumentPosition? = nil) {
        self.code = code
        self.message = message
        self.position = position
    }

    public var description: String { position.map { "\($0): \(message)" } ?? message }
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
