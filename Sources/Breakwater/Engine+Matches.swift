package import BreakwaterMatching
import BreakwaterPolicy
package import BreakwaterURL

/// One entry that a request met, as the bundle holds it.
package struct MetEntry: Sendable, Hashable {
    package var match: Match
    /// Index into the policy's lists; `nil` for a profile's own entry.
    package var list: Int?
    /// Index into the policy's profiles, for an own entry.
    package var profile: Int?
    package var rule: String?
    package var line: Int?
}

extension Engine {
    /// Every entry that a request meets, of whatever list and profile, with no decision taken: for explanations and for checks of lists.
    package func metEntries(by request: borrowing Request, using scratch: inout MatchScratch) throws(URLSyntaxError) -> [MetEntry] {
        var recorder = SilentRecorder()
        let verdict = decide(request, &scratch.state, &recorder)
        if verdict.rank == .malformed { throw URLSyntaxError(.empty) }
        return metEntries(in: scratch)
    }

    /// Those of the last request that this scratch was used for.
    func metEntries(in scratch: borrowing MatchScratch) -> [MetEntry] {
        let matches = scratch.state.work.matches.span
        return matches.indices.map { index in
            let match = matches[index]
            let number = Int(match.list)
            let isOwn = number >= listKinds.count
            let text = ruleText(match, scratch)
            return MetEntry(
                match: match, list: isOwn ? nil : number, profile: isOwn ? (number - listKinds.count) / 2 : nil, rule: text?.text, line: text?.line)
        }
    }

    private func ruleText(_ match: Match, _ scratch: borrowing MatchScratch) -> (text: String, line: Int?)? {
        switch match.kind {
        case .domain:
            let host = scratch.state.request.url.host
            let start = min(host.lowerBound + Int(match.reference), host.upperBound)
            return (scratch.state.request.url.folded.span.extracting(start..<host.upperBound).text, nil)
        case .address:
            guard case .address(let address) = scratch.state.request.url.hostKind else { return nil }
            return CIDRBlock(address.canonical, prefixLength: Int(match.reference)).map { ($0.description, nil) }
        case .url: return text(of: matcher.rules.record(match.reference))
        case .expression: return text(of: matcher.expressions.record(Int(match.reference)))
        case .hash: return nil
        }
    }

    private func text(of record: RuleRecord) -> (text: String, line: Int?) {
        (matcher.strings.text(record.textOffset, record.textLength), record.line > 0 ? Int(record.line) : nil)
    }
}
