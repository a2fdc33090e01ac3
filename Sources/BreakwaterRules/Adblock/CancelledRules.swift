import BreakwaterURL

/// The rules that a list's own `$badfilter` lines cancel.
///
/// A rule may stand before or after the line that cancels it, so the list is read for them first. Memory grows with the number
/// of `$badfilter` rules only, at most ``maximumCount``.
struct CancelledRules {
    /// uBlock Origin's own lists have some hundred.
    static let maximumCount = 100_000

    private struct HostKey: Hashable {
        var name: [UInt8]
        var effect: RuleEffect
    }

    private var rules: Set<AdblockRule> = []
    private var hosts: Set<HostKey> = []
    /// Keys of `$badfilter` rules that a rule of the list is written like.
    private var used: Set<AdblockRule> = []

    init(in bytes: Span<UInt8>) {
        guard bytes.firstIndex(of: "badfilter") != nil else { return }
        forEachRule(in: bytes) { rule in
            guard rule.isBadfilter, rules.count < Self.maximumCount else { return }
            rules.insert(rule.cancellationKey)
            if case .host(let name) = rule.subject { hosts.insert(HostKey(name: name, effect: rule.effect)) }
        }
        guard !rules.isEmpty else { return }
        forEachRule(in: bytes) { rule in
            let key = rule.cancellationKey
            if !rule.isBadfilter, rules.contains(key) { used.insert(key) }
        }
    }

    func cancels(host: Span<UInt8>, _ effect: RuleEffect) -> Bool {
        !hosts.isEmpty && hosts.contains(HostKey(name: host.array, effect: effect))
    }

    func cancels(_ rule: AdblockRule) -> Bool { !rules.isEmpty && rules.contains(rule.cancellationKey) }

    /// Whether a `$badfilter` rule cancels something.
    func isUsed(_ rule: AdblockRule) -> Bool { used.contains(rule.cancellationKey) }

    private func forEachRule(in bytes: Span<UInt8>, _ body: (AdblockRule) -> Void) {
        var reader = LineReader(bytes)
        var directives = AdblockDirectives()
        while let line = reader.next(in: bytes) {
            guard line.flaw == nil else { continue }
            let text = bytes.extracting(line.range).trimmed
            switch AdblockLine(text) {
            case .comment, .hosts: continue
            case .directive: _ = directives.read(text)
            case .cosmetic: _ = directives.takesRule()
            case .rule:
                guard directives.takesRule(), let rule = try? AdblockRule(text) else { continue }
                body(rule)
            }
        }
    }
}
