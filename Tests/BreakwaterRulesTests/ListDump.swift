import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL

/// What a parser made of a list, as text that a person can review.
enum ListDump {
    static func text(_ bytes: [UInt8], _ format: ListFormat, file: String) -> String {
        var collector = RuleCollector()
        let summary = ListParser(format: format, file: file).parse(bytes.span, into: &collector)
        var lines: [(number: LineNumber, text: String)] = collector.hosts.map { ($0.line, describe($0)) }
        lines += collector.rules.map { ($0.line, describe($0)) }
        lines += collector.diagnostics.kept.map { ($0.line, "\($0.severity.rawValue) (\($0.kind.rawValue)) \($0.message)") }
        // Swift's sort is stable: what a line gave stays in order.
        let body = lines.sorted { $0.number < $1.number }.map { "\($0.number): \($0.text)\n" }.joined()
        return body
            + "= \(summary.lineCount) lines: \(summary.entryLineCount) with entries, \(summary.commentLineCount) comments, "
            + "\(summary.notedLineCount) counted, \(summary.diagnosedLineCount) diagnosed\n"
    }

    static func describe(_ host: RuleCollector.HostEntry) -> String {
        let coverage =
            switch host.coverage {
            case .nameAlone: "alone"
            case .nameAndSubdomains: "and below"
            case .subdomainsOnly: "below only"
            }
        return "host \(host.name) \(coverage)\(describe(host.effect))"
    }

    static func describe(_ rule: Rule) -> String {
        switch rule.trigger {
        case .url(let pattern, let conditions): "url \(describe(pattern))\(describe(rule.effect))\(describe(conditions))"
        case .expression(let pattern, let matchesCase, let conditions):
            "expression \(pattern)\(matchesCase ? " match-case" : "")\(describe(rule.effect))\(describe(conditions))"
        case .phrase(let phrase):
            "phrase \(phrase.phrases.map { "<\($0)>" }.joined(separator: " + ")) "
                + (phrase.weight.map { "\($0)\(phrase.unit == .percentOfLimit ? "%" : "")" } ?? "at once")
                + (rule.category.map { " in \($0)" } ?? "")
        case .address(let block): "address \(block)\(describe(rule.effect))"
        case .hash(let digest): "hash of \(digest.count) bytes starting \(digest.prefix(2))"
        }
    }

    static func describe(_ pattern: URLPattern) -> String {
        let start =
            switch pattern.start {
            case .anywhere: ""
            case .hostLabel: "||"
            case .beginning: "|"
            }
        return start + String(decoding: pattern.bytes, as: UTF8.self) + (pattern.endsAtEnd ? "|" : "")
            + (pattern.matchesCase ? " match-case" : "")
    }

    static func describe(_ effect: RuleEffect) -> String {
        (effect.contains(.exception) ? " exception" : "") + (effect.contains(.important) ? " important" : "")
    }

    static func describe(_ conditions: RequestConditions) -> String {
        var parts: [String] = []
        if conditions.types != .all { parts.append("types:\(names(conditions.types))") }
        if conditions.methods != .all { parts.append("methods:\(String(conditions.methods.rawValue, radix: 2))") }
        if conditions.party != .any { parts.append("\(conditions.party)-party") }
        if !conditions.documentDomains.isEmpty { parts.append("documents:\(describe(conditions.documentDomains))") }
        if !conditions.targetDomains.isEmpty { parts.append("targets:\(describe(conditions.targetDomains))") }
        if !conditions.deniedAllowDomains.isEmpty { parts.append("except:\(conditions.deniedAllowDomains.joined(separator: "|"))") }
        return parts.isEmpty ? "" : " [\(parts.joined(separator: " "))]"
    }

    private static func describe(_ option: DomainOption) -> String {
        (option.included + option.excluded.map { "~\($0)" }).joined(separator: "|")
    }

    private static let typeNames: [(ResourceTypes, String)] = [
        (.document, "document"), (.subdocument, "subdocument"), (.script, "script"), (.stylesheet, "stylesheet"),
        (.image, "image"), (.font, "font"), (.media, "media"), (.object, "object"), (.xmlHTTPRequest, "xmlhttprequest"),
        (.webSocket, "websocket"), (.ping, "ping"), (.popup, "popup"), (.other, "other"),
    ]

    private static func names(_ types: ResourceTypes) -> String {
        let included = typeNames.filter { types.contains($0.0) }.map(\.1)
        guard included.count > 6 else { return included.joined(separator: ",") }
        return "all" + typeNames.filter { !types.contains($0.0) }.map { ",~\($0.1)" }.joined()
    }
}
