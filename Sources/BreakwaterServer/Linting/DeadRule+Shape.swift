import BreakwaterRules
import BreakwaterURL

/// Patterns that no canonical URL (`scheme://host[:port]/path[?query]`) can hold.
extension DeadRule {
    private static let schemes = ["http://", "https://", "ws://", "wss://", "ftp://"].map { Array($0.utf8) }

    static func shape(_ pattern: URLPattern) -> DeadRule? {
        if let rule = fragment(pattern) { return rule }
        switch pattern.start {
        case .anywhere: return nil
        case .beginning: return scheme(pattern)
        case .hostLabel: return host(pattern)
        }
    }

    private static func fragment(_ pattern: URLPattern) -> DeadRule? {
        guard pattern.bytes.contains(UInt8(ascii: "#")) else { return nil }
        return DeadRule(
            reason: "what follows a `#` is never sent to a server",
            advice: "cut the pattern before the `#`; write `%23` where an escaped one is meant")
    }

    private static func scheme(_ pattern: URLPattern) -> DeadRule? {
        let head = Array(pattern.bytes.prefix { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "^") })
        guard let scheme = schemes.first(where: { head.starts(with: $0) || $0.starts(with: head) }) else {
            return DeadRule(
                reason: "a request's URL starts with http, https, ws, wss or ftp, not with `\(text(head.prefix(24)))`",
                advice: "remove the rule, or the `|` where the text may stand elsewhere")
        }
        guard head.starts(with: scheme) else { return nil }
        let rest = head.dropFirst(scheme.count)
        let isOnlyHost = !rest.contains { URLPattern.endsHost($0) } && head.count == pattern.bytes.count
        if isOnlyHost, pattern.endsAtEnd { return endsWithHost }
        let standard = ["http://": ":80", "https://": ":443", "ws://": ":80", "wss://": ":443", "ftp://": ":21"][text(scheme[...])] ?? ""
        let authority = text(rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") })
        let isFollowed = authority.utf8.count < rest.count || head.count < pattern.bytes.count
        guard !standard.isEmpty, authority.hasSuffix(standard), isFollowed else { return nil }
        return DeadRule(reason: "the scheme's own port (`\(standard)`) is never part of a canonical URL", advice: "remove the port from the pattern")
    }

    private static var endsWithHost: DeadRule {
        DeadRule(
            reason: "a URL never ends with its host: there is always a `/` after it",
            advice: "write `^|` for the front page alone, or `^` for the whole site")
    }

    private static func host(_ pattern: URLPattern) -> DeadRule? {
        let bytes = pattern.bytes
        let end = bytes.firstIndex(where: URLPattern.endsHost) ?? bytes.count
        let name = bytes[..<end]
        guard let first = bytes.first else { return nil }
        if first != UInt8(ascii: "[") {
            if !ASCII.isHostByte(first), first != UInt8(ascii: "*") {
                return DeadRule(
                    reason: "`||` stands for the start of a host's label, and none starts with `\(text([first]))`",
                    advice: "remove the `||`, or write the host")
            }
            if let wrong = name.first(where: { !ASCII.isHostByte($0) && $0 != UInt8(ascii: ".") }) {
                return DeadRule(reason: "no host holds `\(text([wrong]))`", advice: "put `^` or `/` behind the host, or remove the `||`")
            }
            if text(name).contains("..") { return DeadRule(reason: "no host has an empty label (`..`)", advice: "correct the name") }
        }
        if end == bytes.count { return pattern.endsAtEnd ? endsWithHost : nil }
        if bytes[end] == UInt8(ascii: "?") {
            return DeadRule(reason: "a URL has a `/` between its host and its query", advice: "write `/?` for `?`")
        }
        return bytes[end] == UInt8(ascii: "/") ? path(bytes[end...]) : nil
    }

    /// Path text right behind a host: dots are resolved and `\` is `/` before anything is matched.
    private static func path(_ rest: ArraySlice<UInt8>) -> DeadRule? {
        let path = text(rest.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "*") })
        if path.contains("/../") || path.contains("/./") {
            return DeadRule(reason: "`.` and `..` are resolved before a URL is judged", advice: "write the path that is left")
        }
        if path.contains("\\") { return DeadRule(reason: "a `\\` in a path is a `/` to every browser", advice: "write `/` for `\\`") }
        return nil
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
}
