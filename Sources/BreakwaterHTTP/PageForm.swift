import BreakwaterPolicy
import BreakwaterURL
import Foundation
import HTTPTypes

/// A form of ours on its way in: what page it was on, who sends it.
struct PageForm {
    /// The most bytes of a body: a note of 500 characters, each up to twelve bytes when encoded, and room.
    static let limit = 16 << 10

    var purpose: PageLink.Purpose
    /// The page that was blocked.
    var page: WebURL
    var reader: PageReader
    /// The name that the page's host is an alias of, where that is why.
    var canonicalName: DomainName?
    /// What the override opens.
    var opensEverything = false
}

/// The fields of `application/x-www-form-urlencoded` (WHATWG URL §5.1); the first of a name counts.
struct PostedFields {
    private var values: [String: String] = [:]

    init(_ body: [UInt8]) {
        guard let text = String(validating: body, as: UTF8.self) else { return }
        for pair in text.split(separator: "&").prefix(16) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = Self.decoded(parts[0]), let value = Self.decoded(parts[1]), values[name] == nil else { continue }
            values[name] = value
        }
    }

    subscript(_ name: String) -> String { values[name] ?? "" }

    private static func decoded(_ text: Substring) -> String? { text.replacing("+", with: " ").removingPercentEncoding }
}

/// What the judge says of a posted form.
enum FormRuling {
    case reply(BlockReply)
    case check(PageForm, SecretCheck)
}
