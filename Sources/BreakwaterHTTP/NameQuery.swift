import BreakwaterURL
import Foundation
import HTTPTypes

/// Tells a request that asks for a site's address inside HTTP (DNS over HTTPS): whoever does that gets past a resolver that filters, and
/// learns the addresses of what is to be reached next. The server need not be on any list.
///
/// - SeeAlso: RFC 8484 §4.1 and §6, RFC 9230 §4.1 (oblivious); docs/THREAT-MODEL.md BYP-04.
enum NameQuery {
    private static let types = ["application/dns-message", "application/oblivious-dns-message"]

    static func isOne(_ head: HTTPRequest, _ url: WebURL) -> Bool {
        for field in head.headerFields where field.name == .accept || field.name == .contentType {
            if namesType(field.value) { return true }
        }
        guard let query = url.query, query.utf8.count >= 4 + shortest, hasLetters(query) else { return false }
        return query.split(separator: "&").prefix(64).contains { $0.hasPrefix("dns=") && isQuestion($0.dropFirst(4)) }
    }

    /// Whether one of the media types is in a list of them.
    private static func namesType(_ value: String) -> Bool {
        guard hasLetters(value) else { return false }
        return value.split(separator: ",").contains { types.contains($0.prefix { $0 != ";" }.trimmingSpace.lowercased()) }
    }

    /// Whether `dns` is somewhere in it, in any case: in nearly no request, and every request is asked.
    private static func hasLetters(_ value: String) -> Bool {
        var matched = 0
        for byte in value.utf8 {
            switch (byte | 0x20, matched) {
            case (UInt8(ascii: "d"), _): matched = 1
            case (UInt8(ascii: "n"), 1): matched = 2
            case (UInt8(ascii: "s"), 2): return true
            default: matched = 0
            }
        }
        return false
    }

    /// Characters of the smallest question: a header of 12 bytes, a name of one, type and class.
    private static let shortest = 23

    /// Whether base64url text begins as a query with one question does (RFC 1035 §4.1.1): a parameter of this name may be anything else.
    private static func isQuestion(_ text: Substring) -> Bool {
        guard text.utf8.count >= shortest,
            let header = Data(base64Encoded: String(text.prefix(16)).replacing("-", with: "+").replacing("_", with: "/")), header.count == 12
        else { return false }
        let bytes = Array(header)
        func number(_ index: Int) -> UInt16 { UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]) }
        // A query, of the standard kind; one question, nothing answered, and at most EDNS and a signature besides.
        return bytes[2] & 0xF8 == 0 && number(4) == 1 && number(6) == 0 && number(8) == 0 && number(10) <= 2
    }
}
