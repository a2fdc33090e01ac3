/// Why bytes are no ClientHello.
public struct ClientHelloError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure; errors are equal by code.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case notTLS, malformed, tooLarge, unexpectedMessage, incomplete
        }

        private let value: Value

        /// The bytes are of another protocol.
        public static let notTLS = Code(value: .notTLS)
        /// TLS records, but a length or a field contradicts the standard.
        public static let malformed = Code(value: .malformed)
        /// The message is larger than the reader's limit.
        public static let tooLarge = Code(value: .tooLarge)
        /// TLS, but the first message is another one.
        public static let unexpectedMessage = Code(value: .unexpectedMessage)
        /// The bytes ended inside the message.
        public static let incomplete = Code(value: .incomplete)

        public var description: String { value.rawValue }
    }

    public let code: Code
    /// What is wrong, without a byte of what was read.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code): \(message)" }
}

extension ClientHelloError: Hashable {
    public static func == (a: Self, b: Self) -> Bool { a.code == b.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
