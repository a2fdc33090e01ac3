import BreakwaterURL

/// File name extensions, as e2guardian's `bannedextensionlist` has them.
///
///     line = [ "." extension ] [ "#" comment ]
///
/// An entry covers URLs whose path ends so, on every host. What a response says its file is called is not looked at.
/// - SeeAlso: e2guardian, `bannedextensionlist`, `exceptionextensionlist`.
struct ExtensionsFormat: LineParser {
    static let maximumLength = 32

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        guard line.count > 0 else { return .comment }
        if let outcome = E2GuardianLine.outcome(line, position, &consumer) { return outcome }
        guard line[0] != UInt8(ascii: "#") else { return .comment }
        let content = line.upTo(line.firstIndex(of: UInt8(ascii: "#")) ?? line.count).trimmed
        guard content.count > 0 else { return .comment }
        guard let pattern = Self.expression(content) else {
            let message = content.contains(UInt8(ascii: "/"))
                ? "\(content.quoted) is a media type: policies have no rules for those" : "\(content.quoted) is no extension such as `.exe`"
            return position.report(.error, .syntax, message, to: &consumer)
        }
        consumer.receive(
            Rule(
                trigger: .expression(pattern: pattern, matchesCase: false, .none), effect: [], line: position.number, text: content.ruleText))
        return .entry
    }

    private static func expression(_ content: Span<UInt8>) -> String? {
        guard content.count <= maximumLength, content[0] == UInt8(ascii: "."), content.count > 1 else { return nil }
        var text = ""
        for index in content.indices {
            let byte = content[index]
            guard ASCII.isUnreserved(byte) else { return nil }
            if !ASCII.isLetter(byte), !ASCII.isDigit(byte) { text += "\\" }
            text.unicodeScalars.append(Unicode.Scalar(byte))
        }
        // Not the host's end: `.com` is an extension too.
        return "^[a-z]{2,5}://[^/?#]+/[^?#]*\(text)(?:[?#]|$)"
    }
}
