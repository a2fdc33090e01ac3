/// Why an ICAP message is refused; the connection is closed after the answer, as its framing can no longer be trusted.
///
/// - SeeAlso: RFC 3507 §4.3.3.
struct ICAPError: Error, Hashable {
    /// 400, 404, 405, 408, 413, 501, 503 or 505.
    var status: Int
    /// For the server's log, never with anything of the message in it.
    var message: StaticText

    init(_ status: Int, _ message: StaticString) {
        self.status = status
        self.message = StaticText(message)
    }

    static func malformed(_ message: StaticString) -> ICAPError { ICAPError(400, message) }

    static func reason(of status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 200: "OK"
        case 204: "No Modifications Needed"
        case 400: "Bad Request"
        case 404: "ICAP Service Not Found"
        case 405: "Method Not Allowed For Service"
        case 408: "Request Timeout"
        case 413: "Request Entity Too Large"
        case 503: "Service Overloaded"
        case 505: "ICAP Version Not Supported"
        default: "Error"
        }
    }
}

/// A sentence of our own source.
struct StaticText: Hashable, Sendable, CustomStringConvertible {
    let description: String
    init(_ text: StaticString) { description = "\(text)" }
}
