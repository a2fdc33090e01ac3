import BreakwaterRules
import BreakwaterURL
import TestSupport

/// A generated entry in three forms, none of them made from another: as a list writes it, for the naive model, and for PCRE2.
struct DifferentialRule {
    enum Place {
        case list(ListFormat)
        /// An entry of a profile's own.
        case ownEntry
    }

    var place: Place
    var text: String
    /// A URL of which every `*` and `^` is still to be filled in, for rules that have such.
    var outline: String?
    var expression: String
    var matchesCase = false
    /// What must hold beside the expression, as the naive model judges it.
    var conditions = RequestConditions.none
    var naive: (NaiveRules, NaiveRules.Facts) -> Bool

    /// Whether a PCRE2 program decides, within a budget of time.
    var isExpression: Bool {
        switch place {
        case .list(let format): format == .expressions
        case .ownEntry: true
        }
    }
}

/// Rules and requests over a few letters and hosts, so that nearly everything nearly matches.
enum DifferentialGenerator {
    private static let hosts = [
        "a.test", "b.test", "ab.test", "b.a.test", "a.b.test", "a.a.test", "ba.ab.test", "aa.co.uk", "a.co.uk", "b.a.co.uk",
        "a.b.ck", "10.0.0.1", "[::1]",
    ]
    private static let names = hosts.filter { !$0.hasPrefix("[") && !$0.hasPrefix("1") }
    private static let words = ["a", "b", "ab", "ba", "aa", "aba", "bab", "abab"]
    private static let types: [(String, ResourceTypes)] = [
        ("image", .image), ("script", .script), ("document", .document), ("xmlhttprequest", .xmlHTTPRequest),
    ]

    static func request(_ random: inout SeededGenerator) -> NaiveRequest {
        var url = random.pick(["http://", "https://"]) + random.pick(hosts) + random.pick(["", "", "", ":8080", ":81"]) + "/"
        for index in 0..<Int.random(in: 0...5, using: &random) {
            if index > 0 { url += random.pick(["/", "/", ".", "-", "_", "?", "=", "&", "^", "*", ";"]) }
            url += random.pick(words + ["AB", "Ba", "A"])
        }
        let document = random.pick(["", "", "http://", "https://"])
        return NaiveRequest(
            url: url, document: document.isEmpty ? nil : document + random.pick(hosts) + "/", types: random.pick(types).1,
            method: random.pick([.get, .post]))
    }

    /// A request that meets the rule's pattern, or misses it by one sign.
    static func request(near rule: DifferentialRule, _ random: inout SeededGenerator) -> NaiveRequest {
        var request = request(&random)
        guard let outline = rule.outline else { return request }
        var url = ""
        for character in outline {
            switch character {
            case "*": url += random.pick(["", "/", "."] + words)
            case "^": url += random.pick(["/", "?", "&", ":", "*"])
            default: url.append(character)
            }
        }
        if Bool.random(using: &random), let place = url.indices.dropFirst(8).randomElement(using: &random) {
            url.replaceSubrange(place...place, with: random.pick(["", "a", "b", "/", ".", "aa"]))
        }
        request.url = url + random.pick(["", "", "/", "a"])
        return request
    }

    static func rule(_ random: inout SeededGenerator) -> DifferentialRule {
        switch Int.random(in: 0..<20, using: &random) {
        case 0...13: adblock(&random)
        case 14, 15: name(&random)
        case 16...18: ownEntry(&random)
        default: expression(&random)
        }
    }

    // MARK: Adblock

    /// Patterns as Adblock Plus documents them: `||`, `|`, `*`, `^`.
    private static func adblock(_ random: inout SeededGenerator) -> DifferentialRule {
        let start = random.pick([URLPattern.Start.anywhere, .anywhere, .hostLabel, .hostLabel, .beginning])
        let matchesCase = Int.random(in: 0..<6, using: &random) == 0
        var body: String
        switch start {
        case .hostLabel:
            body = random.pick(["", "", "", "", "*"]) + random.pick(names + names + words + ["10.0.0.1", "[::1]", "0.0.1", "test"])
        case .beginning: body = random.pick(["http://", "https://", "http*://"]) + random.pick(hosts + ["a", "b"])
        case .anywhere: body = random.pick(["/", "^", "*", ".", "-", "_", "?", "=", "://", "*."]) + random.pick(words)
        }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            body += random.pick(["/", "/", "^", "*", "?", "*/", "^*", ":", ".*"]) + random.pick(words + (matchesCase ? ["AB", "Ba"] : []))
            body += random.pick(["", "", ".", "-", "_", "=", "&"]) + random.pick(words)
        }
        body += random.pick(["", "", "^", "*", "/"])
        var endsAtEnd = Int.random(in: 0..<6, using: &random) == 0
        // Between two slashes stands an expression.
        if start == .anywhere, body.hasPrefix("/"), body.hasSuffix("/") { body += "*" }
        if endsAtEnd, body.hasSuffix("*") { endsAtEnd = false }
        let (options, conditions) = options(&random)
        let mark = switch start {
        case .anywhere: ""
        case .hostLabel: "||"
        case .beginning: "|"
        }
        let written = mark + body + (endsAtEnd ? "|" : "")
        let all = options + (matchesCase ? ["match-case"] : [])
        let meant = isHostOnly(body, start) && endsAtEnd ? body + "/" : body
        let bytes = Array((matchesCase ? meant : meant.lowercased()).utf8)
        let pattern = URLPattern(start: start, endsAtEnd: endsAtEnd, bytes: bytes, matchesCase: matchesCase)
        let outline = switch start {
        case .anywhere: random.pick(["http://a.test", "https://b.a.test/ab"]) + meant
        case .hostLabel: random.pick(["http://", "http://", "https://a."]) + meant
        case .beginning: meant
        }
        return DifferentialRule(
            place: .list(.adblock), text: all.isEmpty ? written : written + "$" + all.joined(separator: ","), outline: outline,
            expression: expression(meant, start, endsAtEnd), matchesCase: matchesCase, conditions: conditions
        ) { model, facts in model.matches(Rule(trigger: .url(pattern, conditions), effect: [], line: 0, text: ""), facts) }
    }

    /// Whether the pattern ends with its host: at the URL's end (`|`) that means the host's own page, which has a slash.
    private static func isHostOnly(_ body: String, _ start: URLPattern.Start) -> Bool {
        var rest = body[...]
        if start != .hostLabel {
            guard let colon = body.firstRange(of: "://"), body[..<colon.lowerBound].allSatisfy(\.isLetter) else { return false }
            rest = body[colon.upperBound...]
        }
        if rest.hasPrefix("["), let close = rest.firstIndex(of: "]") { rest = rest[rest.index(after: close)...] }
        return !rest.contains { "/^*?|:".contains($0) }
    }

    private static func expression(_ body: String, _ start: URLPattern.Start, _ endsAtEnd: Bool) -> String {
        let head = switch start {
        case .anywhere: ""
        case .hostLabel: "^[a-z]+://(?:[^/?:]*\\.)?"
        case .beginning: "^"
        }
        let parts = body.map { character in
            switch character {
            case "*": ".*"
            case "^": "(?:[^A-Za-z0-9_.%-]|\\z)"
            default: escaped(character)
            }
        }
        return head + parts.joined() + (endsAtEnd ? "\\z" : "")
    }

    private static func escaped(_ character: Character) -> String {
        character.isLetter || character.isNumber ? String(character) : "\\\(character)"
    }

    private static func escaped(_ text: String) -> String { text.map { escaped($0) }.joined() }

    private static func options(_ random: inout SeededGenerator) -> ([String], RequestConditions) {
        var conditions = RequestConditions.none
        var texts: [String] = []
        func domains(_ extra: [String], _ random: inout SeededGenerator) -> (String, DomainOption) {
            var option = DomainOption()
            let values = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                let name = random.pick(hosts + extra)
                if Bool.random(using: &random) {
                    option.included.append(name)
                    return name
                }
                option.excluded.append(name)
                return "~" + name
            }
            return (values.joined(separator: "|"), option)
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            let (name, type) = random.pick(types)
            let isNegated = Bool.random(using: &random)
            texts.append(isNegated ? "~" + name : name)
            conditions.types = isNegated ? ResourceTypes.all.subtracting(type) : type
        }
        if Int.random(in: 0..<5, using: &random) == 0 {
            conditions.party = random.pick([.first, .third])
            texts.append(conditions.party == .third ? random.pick(["third-party", "3p"]) : random.pick(["~third-party", "1p"]))
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            let (text, option) = domains(["a.*", "b.*", "b.a.*"], &random)
            texts.append("domain=" + text)
            conditions.documentDomains = option
        }
        if Int.random(in: 0..<8, using: &random) == 0 {
            let (text, option) = domains([], &random)
            texts.append("to=" + text)
            conditions.targetDomains = option
        }
        if Int.random(in: 0..<8, using: &random) == 0 {
            let name = random.pick(hosts)
            texts.append("denyallow=" + name)
            conditions.deniedAllowDomains = [name]
        }
        if Int.random(in: 0..<8, using: &random) == 0 {
            conditions.methods = random.pick([.get, .post])
            texts.append(conditions.methods == .get ? "method=get" : "method=post")
        }
        return (texts, conditions)
    }

    // MARK: Names, own entries, expressions

    private static func name(_ random: inout SeededGenerator) -> DifferentialRule {
        let name = random.pick(names)
        let (format, text, isSubtree): (ListFormat, String, Bool) = random.pick([
            (.hosts, "0.0.0.0 \(name)", false), (.domains, name, true), (.wildcard, "*.\(name)", true), (.adblock, name, true),
            (.dnsmasq, "local=/\(name)/", true),
        ])
        return DifferentialRule(
            place: .list(format), text: text, expression: "^[a-z]+://\(isSubtree ? "(?:[^/?:]*\\.)?" : "")\(escaped(name))(?=[/:]|\\z)"
        ) { _, facts in facts.host == name || isSubtree && facts.host.hasSuffix("." + name) }
    }

    private static func ownEntry(_ random: inout SeededGenerator) -> DifferentialRule {
        let host = random.pick(hosts)
        let reach = names.contains(host) ? random.pick(["", "", "*.", "="]) : ""
        var path = ""
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            path += "/" + random.pick(words + ["AB", "Ba"]) + random.pick(["", "", ".", "-", "*", "^", "_"]) + random.pick(words)
        }
        if !path.isEmpty { path += random.pick(["", "", "/", "*"]) }
        let wanted = path.lowercased()
        let before = switch reach {
        case "": names.contains(host) ? "(?:[^/?:]*\\.)?" : ""
        case "*.": "[^/?:]*\\."
        default: ""
        }
        let end = wanted.isEmpty ? "(?=[/:]|\\z)" : wanted.hasSuffix("/") ? "" : "(?![a-z0-9_.%-])"
        let port = wanted.isEmpty ? "" : "(?::\\d+)?"
        return DifferentialRule(
            place: .ownEntry, text: reach + host + path, expression: "^https?://\(before)\(escaped(host))\(port)\(escaped(wanted))\(end)"
        ) { _, facts in
            let isWhole = facts.host == host
            let isBelow = facts.host.hasSuffix("." + host) && names.contains(host)
            guard reach == "=" ? isWhole : reach == "*." ? isBelow : isWhole || isBelow else { return false }
            var rest = String(decoding: facts.lower[facts.hostEnd...], as: UTF8.self)[...]
            if rest.hasPrefix(":") { rest = rest.dropFirst().drop(while: \.isNumber) }
            guard rest.hasPrefix(wanted) else { return false }
            guard !wanted.isEmpty, !wanted.hasSuffix("/"), let next = rest.dropFirst(wanted.count).utf8.first else { return true }
            return NaiveGlob.isSeparator(next)
        }
    }

    private static func expression(_ random: inout SeededGenerator) -> DifferentialRule {
        let expression = RandomExpression.random(&random)
        return DifferentialRule(place: .list(.expressions), text: expression.pattern, expression: expression.pattern) { _, facts in
            expression.occurs(in: facts.lower)
        }
    }
}

extension SeededGenerator {
    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: values.indices, using: &self)] }
}
