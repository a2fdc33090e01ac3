import BreakwaterURL

/// dnscrypt-proxy's name patterns (`blocked-names.txt`, `allowed-names.txt`).
///
/// | line | covers |
/// |---|---|
/// | `name`, `*.name` | the name and everything below it |
/// | `=name` | the name alone |
/// | `ads.*` | names that begin so |
/// | `*sex*` | names that hold it |
/// | `ads[0-9]*.name`, `a?.name` | names that the whole pattern fits |
/// | `… @schedule` | left out with a warning: schedules belong to a profile |
///
/// The last three become expressions over the host name; with fewer than three literal characters they are left out.
/// - SeeAlso: dnscrypt-proxy, `example-blocked-names.txt`.
struct DnscryptFormat: LineParser {
    static let minimumLiterals = 3

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        guard line.count > 0, line[0] != UInt8(ascii: "#") else { return .comment }
        if HostReader.isCanonical(line) {
            consumer.receive(host: line, coverage: .nameAndSubdomains, effect: [], line: position.number)
            return .entry
        }
        let content = line.upTo(line.firstIndex(of: UInt8(ascii: "#")) ?? line.count).trimmed
        guard content.count > 0 else { return .comment }
        do throws(RuleFault) {
            return try take(content, position, &consumer)
        } catch {
            return position.report(error, to: &consumer)
        }
    }

    private func take(
        _ content: Span<UInt8>, _ position: LinePosition, _ consumer: inout some RuleConsumer
    ) throws(RuleFault) -> LineOutcome {
        if let at = content.firstIndex(of: UInt8(ascii: "@")) {
            throw .warning(
                .directive,
                "the schedule \(content.from(at).quoted) is not followed and the line left out: give the category a schedule in the profile")
        }
        for index in content.indices where content[index].isBlank {
            throw .error(.syntax, "more than one word: one pattern a line (a line `name address` is a cloaking rule and blocks nothing)")
        }
        if content.hasPrefix("=") {
            return consumer.take(host: content.from(1), coverage: .nameAlone, line: content, at: position)
        }
        let hasTrailingStar = content[content.count - 1] == UInt8(ascii: "*")
        guard Self.isGlob(content) || hasTrailingStar else {
            let name = content.from(content.hasPrefix("*") ? 1 : 0)
            return consumer.take(host: name.from(name.hasPrefix(".") ? 1 : 0), coverage: .nameAndSubdomains, line: content, at: position)
        }
        let expression = try Self.expression(content)
        try ExpressionCheck.check(Array(expression.utf8).span)
        consumer.receive(
            Rule(
                trigger: .expression(pattern: ExpressionSubject.host.rewritten(expression), matchesCase: false, .none), effect: [],
                line: position.number, text: content.ruleText))
        return .entry
    }

    /// Whether a wildcard stands anywhere but at an end.
    private static func isGlob(_ pattern: Span<UInt8>) -> Bool {
        for index in pattern.indices {
            switch pattern[index] {
            case UInt8(ascii: "?"), UInt8(ascii: "["): return true
            case UInt8(ascii: "*") where index > 0 && index < pattern.count - 1: return true
            default: continue
            }
        }
        return false
    }

    /// The pattern as an expression over a host name.
    private static func expression(_ pattern: Span<UInt8>) throws(RuleFault) -> String {
        var result: [UInt8] = []
        var literals = 0
        var index = 0
        while index < pattern.count {
            let byte = pattern[index]
            index += 1
            switch byte {
            case UInt8(ascii: "*"): result += Array(".*".utf8)
            case UInt8(ascii: "?"): result.append(UInt8(ascii: "."))
            case UInt8(ascii: "["):
                guard let end = pattern.firstIndex(of: UInt8(ascii: "]"), from: index + 1) else {
                    throw .error(.syntax, "\(pattern.quoted): a `[` without its `]`")
                }
                let members = pattern.extracting(index..<end)
                for member in members.indices where !isMember(members[member]) {
                    throw .error(.syntax, "\(pattern.quoted): a class holds letters, digits, `-`, `_` and a leading `^`")
                }
                result += [byte] + members.array.map(ASCII.lowercased) + [UInt8(ascii: "]")]
                index = end + 1
            case UInt8(ascii: "."):
                literals += 1
                result += Array("\\.".utf8)
            case _ where ASCII.isHostByte(byte):
                literals += 1
                result.append(ASCII.lowercased(byte))
            default: throw .error(.name, "\(pattern.quoted) is no pattern of a host name (write names of other scripts as `xn--…`)")
            }
        }
        guard literals >= minimumLiterals else {
            throw .warning(.tooGeneral, "\(pattern.quoted) has fewer than \(minimumLiterals) literal characters: left out")
        }
        return wholeExpression(result.span.lossyText)
    }

    /// A star at an end needs no anchor there.
    private static func wholeExpression(_ text: String) -> String {
        var text = text
        let isOpenAtStart = text.hasPrefix(".*")
        let isOpenAtEnd = text.hasSuffix(".*")
        while text.hasPrefix(".*") { text.removeFirst(2) }
        while text.hasSuffix(".*") { text.removeLast(2) }
        return (isOpenAtStart ? "" : "^") + text + (isOpenAtEnd ? "" : "$")
    }

    private static func isMember(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "^")
    }
}
