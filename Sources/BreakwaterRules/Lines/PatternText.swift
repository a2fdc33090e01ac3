import BreakwaterURL

/// Brings the text of URL patterns into the form that canonical URLs have, so that a matcher can compare bytes.
enum PatternText {
    /// The longest pattern; AdGuard cuts at the same length.
    static let maximumLength = 4_096

    /// Appends path or pattern text: escapes of unreserved characters decoded, bytes that `CanonicalURL` escapes escaped.
    ///
    /// Unless `matchesCase`, everything is in lower case, the hexadecimal digits of escapes too: the matcher compares with the
    /// lower-case URL. Runs of `*` become one. In a list of plain URLs `*` and `^` are ordinary characters; a pattern has no
    /// other spelling for them than the wildcards, which match them too.
    static func append(_ text: Span<UInt8>, to bytes: inout [UInt8], matchesCase: Bool) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            switch byte {
            case UInt8(ascii: "%"):
                if let value = escaped(text, index) {
                    index += 2
                    appendNormalized(value, isEscaped: true, to: &bytes, matchesCase)
                } else {
                    bytes.append(byte)
                }
            case UInt8(ascii: "*"):
                if bytes.last != byte { bytes.append(byte) }
            default: appendNormalized(byte, isEscaped: false, to: &bytes, matchesCase)
            }
        }
    }

    private static func escaped(_ text: Span<UInt8>, _ index: Int) -> UInt8? {
        guard index + 1 < text.count, let high = ASCII.hexadecimalValue(text[index]),
            let low = ASCII.hexadecimalValue(text[index + 1])
        else { return nil }
        return high << 4 | low
    }

    private static func appendNormalized(_ byte: UInt8, isEscaped: Bool, to bytes: inout [UInt8], _ matchesCase: Bool) {
        let staysEscaped = isEscaped && !ASCII.isUnreserved(byte)
        guard staysEscaped || mustEscape(byte) else {
            bytes.append(matchesCase ? byte : ASCII.lowercased(byte))
            return
        }
        bytes.append(UInt8(ascii: "%"))
        for nibble in [byte >> 4, byte & 15] {
            let digit = ASCII.upperHexadecimal(nibble)
            bytes.append(matchesCase ? digit : ASCII.lowercased(digit))
        }
    }

    /// What `CanonicalURL` never has bare.
    static func mustEscape(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x3C || byte == 0x3E || byte == 0x60
    }

    /// A host as it stands in a canonical URL.
    static func canonicalHost(_ host: Span<UInt8>) throws(RuleFault) -> [UInt8] {
        if HostReader.isCanonical(host) { return host.array }
        switch try HostReader.read(host) {
        case .name(let name): return name
        case .address(let address):
            let canonical = address.canonical
            return Array((canonical.family == .v4 ? canonical.description : "[\(canonical.description)]").utf8)
        case .topLevelName:
            throw .warning(
                .topLevelName, "\(host.quoted) is a single label, so it would cover a whole top-level domain: left out")
        }
    }
}
