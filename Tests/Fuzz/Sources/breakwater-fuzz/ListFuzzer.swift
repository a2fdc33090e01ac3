import BreakwaterRules
import BreakwaterURL

/// One list format: every line is counted once, and what is handed on keeps the consumer's promises.
final class ListFuzzer: FuzzTarget {
    private let format: ListFormat

    init(_ format: ListFormat) { self.format = format }

    func run(_ input: [UInt8]) {
        var tally = Tally()
        let summary = ListParser(format: format, file: "domains").parse(input.span, into: &tally)
        let parts = summary.entryLineCount + summary.commentLineCount + summary.notedLineCount + summary.diagnosedLineCount
        require(parts == summary.lineCount, "\(summary): a line is counted twice or never")
        require(summary.entryLineCount == tally.entryLines.count, "\(summary): \(tally.entryLines.count) lines gave entries")
        require(summary.diagnosedLineCount <= tally.reportedLines.count, "\(summary): a refused line has no diagnostic")
        _ = ListFormat.detect(input.span, fileName: "list")
    }
}

/// Looks at what a parser hands on.
private struct Tally: RuleConsumer {
    var entryLines: Set<LineNumber> = []
    var reportedLines: Set<LineNumber> = []

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        entryLines.insert(line)
        require((1...253).contains(host.count), "a host of \(host.count) bytes")
        var label = 0
        var labels = 1
        for index in host.indices {
            switch host[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                label += 1
                require(label <= 63, "a label of more than 63 bytes")
            case UInt8(ascii: "."):
                require(label > 0, "an empty label")
                label = 0
                labels += 1
            default: fatalError("a host is not canonical: byte \(host[index])")
            }
        }
        require(label > 0 && labels > 1, "a host with \(labels) labels, the last of \(label) bytes")
    }

    mutating func receive(_ rule: Rule) {
        entryLines.insert(rule.line)
        // 512 bytes of the line; each that is no UTF-8 takes up to three as text.
        require(rule.text.utf8.count <= 1_536, "a rule's text of \(rule.text.utf8.count) bytes")
        switch rule.trigger {
        case .url(let pattern, _):
            require(
                !pattern.bytes.contains { $0 < 0x20 || $0 > 0x7E },
                "line \(rule.line): a pattern is not as URLs are: "
                    + "\(String(decoding: pattern.bytes, as: UTF8.self).debugDescription) from \(rule.text.debugDescription)"
            )
        case .phrase(let phrase): require((1...16).contains(phrase.phrases.count), "a rule of \(phrase.phrases.count) phrases")
        case .hash(let digest): require(digest.count == 32, "a digest of \(digest.count) bytes")
        case .address(let block): require(block.prefixLength <= block.address.bitWidth, "a prefix longer than its address")
        case .expression(let pattern, _, _): require(!pattern.isEmpty, "an empty expression")
        }
    }

    mutating func receive(_ diagnostic: RuleDiagnostic) {
        reportedLines.insert(diagnostic.line)
        require(diagnostic.message.utf8.count <= 4_096, "a diagnostic of \(diagnostic.message.utf8.count) bytes")
    }
}
