import BreakwaterRules
import BreakwaterURL

/// Rules as an Adblock list writes them; reading the text again gives the same rule.
enum AdblockText {
    /// - Returns: `nil` for what an Adblock list cannot say.
    static func line(_ rule: Rule, isException: Bool) -> String? {
        let head = isException ? "@@" : ""
        switch rule.trigger {
        case .url(let pattern, let conditions):
            guard let text = text(pattern) else { return nil }
            return head + text + modifiers(conditions, pattern.matchesCase, rule.effect)
        case .expression(let pattern, let matchesCase, let conditions):
            // A line holds one rule, and its first byte decides what it is.
            guard !pattern.utf8.contains(where: { $0 < 0x20 }) else { return nil }
            return head + "/\(pattern)/" + modifiers(conditions, matchesCase, rule.effect)
        case .phrase, .address, .hash: return nil
        }
    }

    private static func text(_ pattern: URLPattern) -> String? {
        guard !pattern.bytes.isEmpty, let body = String(validating: pattern.bytes, as: UTF8.self) else { return nil }
        let start =
            switch pattern.start {
            case .anywhere: ""
            case .hostLabel: "||"
            case .beginning: "|"
            }
        let text = start + body + (pattern.endsAtEnd ? "|" : "")
        // A leading and a trailing slash would make it an expression, a sign of another kind of line another line: a star keeps it a pattern.
        let isExpression = text.hasPrefix("/") && text.hasSuffix("/") && text.utf8.count > 2
        let isMarked = ["!", "#", "@@", "[", "/"].contains { text.hasPrefix($0) }
        let isBareName = pattern.start == .anywhere && !pattern.endsAtEnd
        return (isMarked && !isExpression && !text.hasPrefix("/") ? "*" : "") + text + (isExpression || isBareName && !text.hasSuffix("^") ? "*" : "")
    }

    private static func modifiers(_ conditions: RequestConditions, _ matchesCase: Bool, _ effect: RuleEffect) -> String {
        var words: [String] = []
        if conditions.types != .all { words += types.filter { conditions.types.contains($0.type) }.map(\.name) }
        switch conditions.party {
        case .any: break
        case .first: words.append("~third-party")
        case .third: words.append("third-party")
        }
        if conditions.methods != .all { words.append("method=" + methods.filter { conditions.methods.contains($0.method) }.map(\.name).joined(separator: "|")) }
        append("domain", conditions.documentDomains, to: &words)
        append("to", conditions.targetDomains, to: &words)
        if !conditions.deniedAllowDomains.isEmpty { words.append("denyallow=" + conditions.deniedAllowDomains.joined(separator: "|")) }
        if matchesCase { words.append("match-case") }
        if effect.contains(.important) { words.append("important") }
        return words.isEmpty ? "" : "$" + words.joined(separator: ",")
    }

    private static func append(_ name: String, _ option: DomainOption, to words: inout [String]) {
        guard !option.isEmpty else { return }
        words.append("\(name)=" + (option.included + option.excluded.map { "~" + $0 }).joined(separator: "|"))
    }

    private static let types: [(type: ResourceTypes, name: String)] = [
        (.document, "document"), (.subdocument, "subdocument"), (.script, "script"), (.stylesheet, "stylesheet"), (.image, "image"),
        (.font, "font"), (.media, "media"), (.object, "object"), (.xmlHTTPRequest, "xmlhttprequest"), (.webSocket, "websocket"),
        (.ping, "ping"), (.popup, "popup"), (.other, "other"),
    ]

    private static let methods: [(method: RequestMethods, name: String)] = [
        (.get, "get"), (.head, "head"), (.post, "post"), (.put, "put"), (.delete, "delete"), (.connect, "connect"), (.options, "options"),
        (.patch, "patch"),
    ]
}
