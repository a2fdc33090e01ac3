package import BreakwaterHTTP

/// Why bytes are not one unambiguous message; whoever reads them answers and closes, as nothing after it can be trusted.
package struct MessageFault: Error, Equatable {
    /// What a client is told; what comes from an origin is always ``ErrorReply/badResponse``.
    package let reply: ErrorReply
    /// For tests and debugging; names no byte of the message.
    package let reason: StaticString

    package init(_ reason: StaticString, reply: ErrorReply = .badRequest) {
        self.reply = reply
        self.reason = reason
    }

    package static func == (a: Self, b: Self) -> Bool { a.reply == b.reply && a.reason.description == b.reason.description }
}
