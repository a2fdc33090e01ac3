import BreakwaterURL

/// hosts(5) files, used as block lists.
///
///     line    = [ target name *( name ) ] [ "#" comment ]
///     target  = "0.0.0.0" | "0" | "127." … | "::" | "::1"
///
/// Only those targets block. Any other address sends the name somewhere else (a SafeSearch pin such as
/// `216.239.38.120 google.com`): such a line is left out with a warning, or Google would be blocked. The names that every
/// hosts file starts with (`localhost`, `broadcasthost`, `ip6-*`) are passed over. A line with a name and no target is taken as
/// a name, because lists mix both. Entries cover the name alone.
/// - SeeAlso: hosts(5).
struct HostsFormat: LineParser {
    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        // No name holds a `#`, so a comment may follow one directly.
        let content = line.upTo(line.firstIndex(of: UInt8(ascii: "#")) ?? line.count).trimmed
        guard content.count > 0, content[0] != UInt8(ascii: "!") else { return .comment }
        var fields = FieldReader()
        guard let first = fields.next(in: content) else { return .comment }
        let target = content.extracting(first)
        guard let second = fields.next(in: content) else {
            return consumer.take(host: target, coverage: .nameAlone, line: line, at: position)
        }
        let isBlock = Self.isBlockTarget(target)
        guard isBlock || Self.isAddress(target) else {
            return position.report(
                .error, .syntax, "\(target.quoted) is no address: a hosts line is `0.0.0.0 name`", to: &consumer)
        }
        var outcome = LineOutcome.comment
        var field: Range<Int>? = second
        while let range = field {
            let name = content.extracting(range)
            field = fields.next(in: content)
            if Self.isLocalName(name) { continue }
            guard isBlock else {
                return position.report(
                    .warning, .rewrite,
                    "sends \(name.quoted) to \(target.quoted) and blocks nothing: left out (only 0.0.0.0, 127.x, :: and ::1 block)",
                    to: &consumer)
            }
            let taken = consumer.take(host: name, coverage: .nameAlone, line: line, at: position)
            if taken == .entry || outcome == .comment { outcome = taken }
        }
        return outcome
    }

    /// Addresses that nobody serves: pointing a name there blocks it.
    static func isBlockTarget(_ target: Span<UInt8>) -> Bool {
        target.equals("0.0.0.0") || target.equals("127.0.0.1") || target.equals("::") || target.equals("::1")
            || target.equals("0") || target.hasPrefix("127.") && IPAddress(strictV4: target) != nil
    }

    private static func isAddress(_ target: Span<UInt8>) -> Bool {
        // `fe80::1%lo0` names an interface too.
        let end = target.firstIndex(of: UInt8(ascii: "%")) ?? target.count
        let address = target.upTo(end)
        return IPAddress(strictV4: address) != nil || IPAddress(v6: address) != nil
    }

    /// Names of the machine itself, and the unspecified address that some lists map to itself.
    static func isLocalName(_ name: Span<UInt8>) -> Bool {
        guard name.count > 0 else { return true }
        switch name[0] {
        case UInt8(ascii: "l"):
            return name.equals("localhost") || name.equals("local") || name.equals("localhost.localdomain")
                || name.equals("localhost4") || name.equals("localhost6") || name.equals("localhost4.localdomain4")
                || name.equals("localhost6.localdomain6")
        case UInt8(ascii: "b"): return name.equals("broadcasthost")
        case UInt8(ascii: "i"): return name.hasPrefix("ip6-")
        case UInt8(ascii: "0"): return name.equals("0.0.0.0")
        default: return false
        }
    }
}

/// Cuts a line at runs of spaces and tabs.
struct FieldReader {
    private var offset = 0

    mutating func next(in line: Span<UInt8>) -> Range<Int>? {
        var start = offset
        while start < line.count, line[start].isBlank { start &+= 1 }
        guard start < line.count else { return nil }
        var end = start
        while end < line.count, !line[end].isBlank { end &+= 1 }
        offset = end
        return start..<end
    }
}
