import BreakwaterURL

/// squidGuard's `domains.diff` and `urls.diff`: what to add to a list (`+name`) and what to take out of it (`-name`).
///
/// A line with a `/` is a URL, another a name. Lines that take something out are nothing by themselves: ``SquidGuardDiff`` follows
/// them where the list itself is read.
/// - SeeAlso: squidGuard, "On the fly updates of the databases".
struct SquidGuardDiffFormat: LineParser {
    private var domains = DomainsFormat()
    private var urls = URLsFormat()
    private var removals = 0

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        guard line.count > 0, line[0] != UInt8(ascii: "#") else { return .comment }
        let content = line.from(1).trimmed
        guard content.count > 0, line[0] == UInt8(ascii: "+") || line[0] == UInt8(ascii: "-") else {
            return position.report(.error, .syntax, "\(line.quoted): a line is `+name` or `-name`", to: &consumer)
        }
        guard line[0] == UInt8(ascii: "+") else {
            removals += 1
            return .noted
        }
        if content.contains(UInt8(ascii: "/")) { return urls.parse(content, at: position, into: &consumer) }
        return domains.parse(content, at: position, into: &consumer)
    }

    mutating func finish(at position: LinePosition, into consumer: inout some RuleConsumer) {
        guard removals > 0 else { return }
        _ = position.report(
            .note, .directive, "\(removals) lines take entries out of the list `domains` or `urls` in the same folder; without it they do nothing",
            to: &consumer)
    }
}

/// Takes out of a squidGuard list what its `.diff` says.
public struct SquidGuardDiff: Sendable {
    private var removals: Set<[UInt8]> = []

    /// - Parameter bytes: the whole `.diff` file.
    public init(_ bytes: Span<UInt8>) {
        var lines = LineReader(bytes)
        while let line = lines.next(in: bytes) {
            let text = bytes.extracting(line.range).trimmed
            guard line.flaw == nil, text.hasPrefix("-") else { continue }
            removals.insert(Self.key(text.from(1).trimmed))
        }
    }

    /// Makes comments of the lines that the diff takes out, so that the others keep their numbers.
    public func apply(to list: inout [UInt8]) {
        guard !removals.isEmpty else { return }
        var starts: [Int] = []
        var lines = LineReader(list.span)
        while let line = lines.next(in: list.span) {
            guard line.flaw == nil, !line.range.isEmpty else { continue }
            let text = list.span.extracting(line.range)
            let entry = text.upTo(text.endBeforeComment).trimmed
            if removals.contains(Self.key(entry)) { starts.append(line.range.lowerBound) }
        }
        for start in starts { list[start] = UInt8(ascii: "#") }
    }

    private static func key(_ entry: Span<UInt8>) -> [UInt8] { entry.array.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } }
}
