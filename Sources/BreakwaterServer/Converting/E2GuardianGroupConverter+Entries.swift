import BreakwaterPolicy
import BreakwaterRules

extension E2GuardianGroupConverter {
    /// A site or URL as a guardian's own entry; `nil` where it is none.
    static func ownEntry(_ written: String) -> String? {
        let text = written.prefix { $0 != "#" }.trimming()
        let host = text.drop { $0 == "." }
        guard host.prefix(while: { $0 != "/" }).contains("."), (try? EntryPattern(String(host))) != nil else { return nil }
        return String(host)
    }

    /// The line of a Breakwater list that an entry becomes.
    static func rule(
        _ entry: E2GuardianListReader.Entry, _ format: ListFormat, _ group: inout ConvertedPolicy.Group, _ report: inout ConversionReport,
        isGrey: Bool = false
    ) -> (ListFormat, String)? {
        let text = entry.text
        switch text {
        case "**":
            if isGrey {
                report.add(.lost, entry.file, entry.line, "`**` in a grey list")
            } else {
                group.blocksByDefault = true
            }
            return nil
        case "**s", "**ips", "*ips":
            report.add(.lost, entry.file, entry.line, "`\(text)`: policies do not tell tunnels from other requests")
            return nil
        case "*ip": return (.expressions, ConvertedPolicy.addressHosts)
        default: break
        }
        let bare = text.prefix { $0 != "#" }.trimming()
        if format == .domains, !bare.drop(while: { $0 == "." }).contains(".") {
            let label = bare.drop { $0 == "." }
            guard bare.hasPrefix("."), !label.isEmpty, label.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) else {
                report.add(.lost, entry.file, entry.line, "`\(text)` is no host name")
                return nil
            }
            return (.expressions, "^[a-z]{2,5}://[^/?#]*\\.\(label.lowercased())(?::[0-9]+)?/")
        }
        if format == .expressions { return (.expressions, expression(text)) }
        return (format, bare)
    }

    /// Expressions may stand in quotation marks; `^http://` is meant for both schemes.
    private static func expression(_ text: String) -> String {
        var text = text
        if text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") { text = String(text.dropFirst().dropLast()) }
        return text.hasPrefix("^http:") ? "^https?:" + text.dropFirst(6) : text
    }

    /// Phrase lists: all of a group's phrases add up to one score, so they are one category, whatever their lists call theirs.
    mutating func convertPhrases(
        _ list: E2GuardianConfiguration.ListDefinition, _ policy: inout ConvertedPolicy, _ report: inout ConversionReport
    ) throws(ServerError) {
        let isWeighted = list.name.hasPrefix("weighted")
        if isWeighted, phraseMode?.value == "0" { return }
        let found = try entries(of: list, &report)
        guard !found.isEmpty else { return }
        guard ["weighted", "banned", "exception"].contains(list.name) else {
            return report.add(.lost, list.file, list.line, "the phrase list `\(list.name)` judges searches, which a policy does by `search-terms`")
        }
        let category = policy.category("page text", prefix: prefix)
        var lines: [String] = []
        for entry in found {
            if entry.time != nil {
                report.add(.changed, entry.file, entry.line, "`#time: \(entry.time ?? "")` on phrases: they hold at all hours")
            }
            let hasWeight = Self.hasWeight(entry.text)
            guard hasWeight == isWeighted else {
                report.add(
                    .lost, entry.file, entry.line,
                    "`\(entry.text.prefix(60))`: a phrase \(hasWeight ? "with" : "without") weight in the \(list.name) list")
                continue
            }
            lines.append(entry.text)
        }
        policy.add(lines, format: .phrases, category: category, isException: list.name == "exception")
        group.set(category, .block)
    }

    /// Whether the line ends in `<10>`, `<-5>` or `<10%>` right behind a phrase.
    private static func hasWeight(_ text: String) -> Bool {
        let body = text.prefix { $0 != "#" }.trimming()
        guard body.hasSuffix(">"), let open = body.lastIndex(of: "<") else { return false }
        let inside = body[body.index(after: open)...].dropLast()
        return body[..<open].trimming().hasSuffix(">") && !inside.isEmpty
            && inside.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "%") }
    }
}
