import BreakwaterPolicy
import BreakwaterURL

/// e2guardian phrase lists: words that count towards a category when a page's text holds all of them.
///
///     line     = combination [ weight ] [ comment ]     combination = phrase *( "," phrase )
///     phrase   = "<" text ">"                           weight      = "<" [ "-" ] digits [ "%" ] ">"
///     category = "#listcategory:" DQUOTE text DQUOTE
///
/// `< sex >` is a whole word, `< test>` a prefix, `<test >` a suffix, `<sex>` a substring; spaces are kept. A line without
/// weight belongs to a banned or exception list and decides at once. A weight in percent is that share of each profile's limit.
/// Lines that are not UTF-8 are read as Latin-1, with one warning a list.
/// - SeeAlso: e2guardian, `weightedphraselist`.
struct PhrasesFormat: LineParser {
    static let maximumPhrases = 16
    /// Bytes; e2guardian keeps 127.
    static let maximumPhraseLength = 256
    /// Far above any score limit in use (160).
    static let maximumWeight = 1_000_000

    private var category: CategoryID?
    private var hasWarnedOfEncoding = false

    /// - Parameter category: what holds until the list names one.
    init(category: CategoryID?) { self.category = category }

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        guard line.count > 0 else { return .comment }
        if let outcome = E2GuardianLine.outcome(line, position, &consumer) { return outcome }
        if line[0] == UInt8(ascii: "#") { return directive(line, position, &consumer) }
        guard line[0] == UInt8(ascii: "<") else {
            return position.report(.error, .syntax, "\(line.quoted): a phrase stands in `<` and `>`", to: &consumer)
        }
        if !hasWarnedOfEncoding, line.validText == nil {
            hasWarnedOfEncoding = true
            _ = position.report(
                .warning, .encoding,
                "not UTF-8: read as Latin-1; where the list is in another character set, convert it with `iconv`", to: &consumer)
        }
        do throws(RuleFault) {
            let rule = try Self.rule(line)
            consumer.receive(
                Rule(trigger: .phrase(rule), effect: [], category: category, line: position.number, text: line.ruleText))
            return .entry
        } catch {
            return position.report(error, to: &consumer)
        }
    }

    private mutating func directive(
        _ line: Span<UInt8>, _ position: LinePosition, _ consumer: inout some RuleConsumer
    ) -> LineOutcome {
        guard line.hasPrefix("#listcategory:") else { return .comment }
        let name = line.from(14).lossyText
        guard let id = Self.categoryID(name) else {
            category = nil
            return position.report(.warning, .directive, "\(name.quotedForDiagnostics) gives no category name", to: &consumer)
        }
        category = id
        return .comment
    }

    /// `"Illegal Drugs (Portuguese)"` is `illegal-drugs`: the language in parentheses goes, other characters become `-`.
    static func categoryID(_ name: String) -> CategoryID? {
        var slug: [UInt8] = []
        for byte in name.utf8 {
            if byte == UInt8(ascii: "(") { break }
            if ASCII.isLetter(byte) || ASCII.isDigit(byte) {
                slug.append(ASCII.lowercased(byte))
            } else if let last = slug.last, last != UInt8(ascii: "-") {
                slug.append(UInt8(ascii: "-"))
            }
        }
        if slug.last == UInt8(ascii: "-") { slug.removeLast() }
        return CategoryID(slug.span.lossyText)
    }

    /// Reads `<a>,<b><weight>`.
    private static func rule(_ line: Span<UInt8>) throws(RuleFault) -> PhraseRule {
        var phrases: [String] = []
        var index = 0
        while true {
            let text = try bracketed(line, at: index)
            guard text.count > 0 else { throw .error(.phrase, "an empty phrase `<>` would match every page") }
            guard text.count <= maximumPhraseLength else {
                throw .error(.phrase, "a phrase of \(text.count) bytes: at most \(maximumPhraseLength)")
            }
            guard text.trimmed.count > 0 else { throw .error(.phrase, "a phrase of spaces would match every page") }
            phrases.append(text.lossyText)
            guard phrases.count <= maximumPhrases else {
                throw .error(.phrase, "more than \(maximumPhrases) phrases in one combination")
            }
            index = skipBlanks(line, index + text.count + 2)
            guard index < line.count, line[index] == UInt8(ascii: ",") else { break }
            index = skipBlanks(line, index + 1)
        }
        guard index < line.count, line[index] == UInt8(ascii: "<") else { return PhraseRule(phrases: phrases, weight: nil) }
        let written = try bracketed(line, at: index).trimmed.lossyText
        let isPercent = written.hasSuffix("%")
        let weight = try weight(isPercent ? String(written.dropLast()) : written)
        return PhraseRule(phrases: phrases, weight: weight, unit: isPercent ? .percentOfLimit : .points)
    }

    private static func weight(_ written: String) throws(RuleFault) -> Int {
        guard written.utf8.count <= 8, let value = Int(written), abs(value) <= maximumWeight else {
            throw .error(.phrase, "\(written.quotedForDiagnostics) is no weight: a whole number such as 30, -20 or 10%")
        }
        return value
    }

    /// The text between the brackets at `index`.
    @_lifetime(copy line)
    private static func bracketed(_ line: Span<UInt8>, at index: Int) throws(RuleFault) -> Span<UInt8> {
        guard index < line.count, line[index] == UInt8(ascii: "<"), let end = line.firstIndex(of: UInt8(ascii: ">"), from: index)
        else { throw .error(.syntax, "\(line.quoted): a phrase stands in `<` and `>`") }
        return line.extracting(index + 1..<end)
    }

    private static func skipBlanks(_ line: Span<UInt8>, _ start: Int) -> Int {
        var index = start
        while index < line.count, line[index].isBlank { index += 1 }
        return index
    }
}
