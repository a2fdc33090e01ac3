import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules

/// The third pass: tells exceptions that have nothing to except. It is needed only where lists have exceptions and name every host they block.
struct ExceptionPass: RuleConsumer {
    var state: LintState
    private var source = 0

    init(_ state: LintState) { self.state = state }

    /// Whether a source may have such exceptions at all.
    static func isNeeded(for source: Int, _ state: LintState) -> Bool {
        let group = state.groups[state.group(of: source)]
        return group.exceptions > 0 && group.general == 0 && group.blocks > 0 && state.sources[source].kind != .help && state.sources[source].kind != .sealed
    }

    mutating func begin(_ source: Int) { self.source = source }
    mutating func receive(_ diagnostic: RuleDiagnostic) {}

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        let role = state.role(source, effect)
        guard role.isException, let place = state.names.place(state.names.hasher.hash(host), role) else { return }
        judge(host, place.reach.contains(.isMet), line.rawValue, host.hostText)
    }

    mutating func receive(_ rule: Rule) {
        guard state.role(source, rule.effect).isException, let name = CollectingPass.host(of: rule) else { return }
        let host = Array(name.utf8)
        let place = state.names.place(state.names.hasher.hash(host.span), state.hostRole(source, isException: true))
        judge(host.span, place?.reach.contains(.isMet) ?? false, rule.line.rawValue, rule.text)
    }

    private mutating func judge(_ host: Span<UInt8>, _ isMet: Bool, _ line: UInt32, _ rule: @autoclosure () -> String) {
        guard !isMet, !isBlocked(host) else { return }
        state.add(
            .warning, .dead, source, line: line, rule: rule(), "an exception that no rule of the same category needs", "remove it")
    }

    /// Whether a block entry or rule stands at the host or above it.
    private func isBlocked(_ host: Span<UInt8>) -> Bool {
        var isBlocked = false
        let group = state.group(of: source)
        state.names.forEachSuffix(of: host) { hash, start in
            for isImportant in [false, true] {
                let place = state.names.place(hash, NameLedger.Role(group: group, isImportant: isImportant))
                if let place, start == 0 || place.reach.contains(.below) { isBlocked = true }
            }
            if state.names.place(hash, state.hostRole(source, isException: false)) != nil { isBlocked = true }
        }
        return isBlocked
    }
}
