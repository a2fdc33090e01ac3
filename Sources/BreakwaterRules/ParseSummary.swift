/// What became of each line of a list; the parts add up to ``lineCount``.
public struct ParseSummary: Sendable, Hashable {
    public internal(set) var lineCount = 0
    /// Lines that gave one or more entries.
    public internal(set) var entryLineCount = 0
    /// Blank lines, comments, headers, directives that were followed.
    public internal(set) var commentLineCount = 0
    /// Lines counted in a closing `.note`: cosmetic rules, `!#if` blocks for browsers.
    public internal(set) var notedLineCount = 0
    /// Lines with a diagnostic of their own and no entry.
    public internal(set) var diagnosedLineCount = 0

    mutating func count(_ outcome: LineOutcome) {
        lineCount += 1
        switch outcome {
        case .entry: entryLineCount += 1
        case .comment: commentLineCount += 1
        case .noted: notedLineCount += 1
        case .diagnosed: diagnosedLineCount += 1
        }
    }
}

/// What a line turned out to be.
enum LineOutcome {
    case entry
    case comment
    case noted
    case diagnosed
}
