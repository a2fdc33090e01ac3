import BreakwaterURL

/// e2guardian's search lists: words that nobody may search for together.
///
///     line = [ word *( "+" word ) ] [ "#" comment ]
///
/// A line stands for searches of exactly these words, in any order. It becomes an expression over the query of a URL, whatever the
/// site: `q=`, `p=`, `query=`, `search_query=` and the other names that search engines give their field. A sign between words, or
/// quotation marks round them, makes no difference.
/// - SeeAlso: e2guardian, `bannedsearchlist`, `searchregexplist`.
struct SearchTermsFormat: LineParser {
    static let maximumWords = 8
    /// The names of the field in the engines of e2guardian's `searchregexplist`, and of Baidu, Naver, Yandex and Ecosia.
    private static let fields = "q|p|s|query|search_query|search|text|term|wd|word|keyword|searchterm"
    /// Blanks and quotation marks, as a query writes them.
    private static let gap = "(?:\\+|%20|%22|%27|%2b|%e3%80%80)"

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        guard line.count > 0 else { return .comment }
        if let outcome = E2GuardianLine.outcome(line, position, &consumer) { return outcome }
        guard line[0] != UInt8(ascii: "#") else { return .comment }
        let content = line.upTo(line.endBeforeComment).trimmed
        guard content.count > 0 else { return .comment }
        do throws(RuleFault) {
            let pattern = try Self.expression(content)
            consumer.receive(
                Rule(
                    trigger: .expression(pattern: pattern, matchesCase: false, .none), effect: [], line: position.number,
                    text: content.ruleText))
            return .entry
        } catch {
            return position.report(error, to: &consumer)
        }
    }

    private static func expression(_ content: Span<UInt8>) throws(RuleFault) -> String {
        let words = content.lossyText.split { $0 == "+" || $0 == " " || $0 == "\t" }
        guard !words.isEmpty else { throw .error(.syntax, "\(content.quoted) holds no word") }
        guard words.count <= maximumWords else { throw .error(.syntax, "more than \(maximumWords) words in one search") }
        let start = "[?&](?:\(fields))=(?=[^&#])"
        let end = "(?=\(gap)|[&#]|$)"
        // Each word stands somewhere in the field, and the field holds as many words as the line.
        let each = words.map { "(?=(?:[^&#]*?\(gap))?\(escaped($0))\(end))" }.joined()
        let one = "(?:(?!\(gap))[^&#])+"
        let rest = words.count == 1 ? "" : "(?:\(gap)+\(one)){\(words.count - 1)}"
        return "\(start)\(each)\(gap)*\(one)\(rest)\(gap)*(?:[&#]|$)"
    }

    /// A word as a canonical URL writes it.
    private static func escaped(_ word: Substring) -> String {
        var text = ""
        for byte in word.utf8 {
            if ASCII.isLetter(byte) || ASCII.isDigit(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else if ASCII.isUnreserved(byte) {
                text += "\\" + String(Unicode.Scalar(byte))
            } else {
                text += "%" + [byte >> 4, byte & 15].map { String(Unicode.Scalar(ASCII.upperHexadecimal($0))) }.joined()
            }
        }
        return text
    }
}
