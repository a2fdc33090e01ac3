/// Why a configuration cannot run.
public struct ProxyConfigurationError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure; errors are equal by code.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case noListener, portOutOfRange, duplicateListener, openProxy, limitOutOfRange, badUsers, loginInClear
        }

        private let value: Value

        public static let noListener = Code(value: .noListener)
        public static let portOutOfRange = Code(value: .portOutOfRange)
        public static let duplicateListener = Code(value: .duplicateListener)
        /// Other machines could use the proxy, and nothing says which may.
        public static let openProxy = Code(value: .openProxy)
        /// Users, or a listener that asks for them.
        public static let badUsers = Code(value: .badUsers)
        /// Passwords would pass unencrypted.
        public static let loginInClear = Code(value: .loginInClear)
        public static let limitOutOfRange = Code(value: .limitOutOfRange)

        public var description: String { value.rawValue }
    }

    public let code: Code
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension ProxyConfigurationError: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
