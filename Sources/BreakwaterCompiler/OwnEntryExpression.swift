import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterURL

extension EntryPattern {
    /// The longest expression that PCRE2 is given.
    static let maximumExpressionLength = 4_096

    /// For an entry with a path: a PCRE2 expression over canonical URLs, for every scheme and port and for the path up to a segment's end.
    ///
    /// Why no Adblock pattern: those cannot say "whatever the port", and cannot spell a `*` or `^` that the path itself holds.
    var expression: String? {
        guard let path else { return nil }
        let (host, before) =
            switch target {
            case .address(let block): (Host.address(block.address).description, "")
            case .name(let name, .nameAlone): (name.description, "")
            case .name(let name, .nameAndSubdomains): (name.description, "(?:[^/?]*\\.)?")
            case .name(let name, .subdomainsOnly): (name.description, "[^/?]*\\.")
            }
        let end = path.hasSuffix("/") ? "" : "(?:[^a-z0-9_.%-]|$)"
        return "^[a-z]+://\(before)\(Self.literal(host))(?::[0-9]+)?\(Self.literal(path))\(end)"
    }

    /// Bits of the address, or labels of the name, × 256, + bytes of the path, at most 255: as entries without a path are weighed.
    var specificity: UInt16 {
        let host =
            switch target {
            case .name(let name, _): name.description.utf8.count { $0 == UInt8(ascii: ".") } + 1
            case .address(let block): block.prefixLength
            }
        return UInt16(min(host, 255)) << 8 | UInt16(min(path?.utf8.count ?? 0, 255))
    }

    /// Every sign but letters and digits escaped; canonical URLs are ASCII.
    private static func literal(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if !(character.isLetter || character.isNumber) { result.append("\\") }
            result.append(character)
        }
    }
}
