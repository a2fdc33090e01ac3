/// The one error of this module.
public struct ConsoleError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public struct Code: Sendable, Hashable {
        private enum Value { case notLoopback, token }
        private let value: Value

        /// An address that the network can reach, without the operator having said so.
        public static let notLoopback = Code(value: .notLoopback)
        /// The access token can't be read or written.
        public static let token = Code(value: .token)
    }

    public var code: Code
    /// What, where, and what to do.
    public var message: String

    public var description: String { message }
}
