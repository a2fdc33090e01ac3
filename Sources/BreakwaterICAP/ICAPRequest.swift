import HTTPTypes

/// The head of an ICAP request, and the HTTP heads in it.
struct ICAPRequest {
    enum Method: String {
        case options = "OPTIONS"
        case requestModification = "REQMOD"
        case responseModification = "RESPMOD"
    }

    /// An HTTP head as it came, for sending it back unchanged, and as it was read.
    struct Encapsulated<Head> {
        var bytes: [UInt8]
        var head: Head
    }

    var method: Method
    /// The path of the ICAP URI, without its query: `/reqmod`.
    var service: String
    var fields: HTTPFields
    var request: Encapsulated<HTTPRequest>?
    /// Whether the request's target was in absolute form.
    var isAbsoluteForm = false
    var syntaxIsHTTP10 = false
    var response: Encapsulated<HTTPResponse>?
    var hasBody: Bool
    /// How many body bytes come before the client waits for a word; `nil` where it sends the whole body.
    var preview: Int?

    /// Whether 204 may be the answer even outside a preview (RFC 3507 §4.6).
    var allows204: Bool {
        fields[values: .allow].contains { $0.split(separator: ",").contains { $0.filter { $0 != " " } == "204" } }
    }

    /// Whether the connection ends after this message.
    var closes: Bool { fields[.connection]?.lowercased() == "close" }
}
