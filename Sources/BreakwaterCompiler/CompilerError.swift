/// Why a policy cannot be compiled. Bad lines of lists are diagnostics, not this. Equal by ``code``.
public struct CompilerError: Error, Sendable, Hashable, CustomStringConvertible {
    public struct Code: Sendable, Hashable {
        private enum Value { case tooManyCategories, tooManyLists, unknownList, unknownFormat, badEntry, unwritable }
        private let value: Value
        public static let tooManyCategories = Code(value: .tooManyCategories)
        public static let tooManyLists = Code(value: .tooManyLists)
        public static let unknownList = Code(value: .unknownList)
        public static let unknownFormat = Code(value: .unknownFormat)
        /// An own entry of a profile that is no pattern.
        public static let badEntry = Code(value: .badEntry)
        public static let unwritable = Code(value: .unwritable)
    }

    public let code: Code
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
