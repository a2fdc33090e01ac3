import BreakwaterURL

/// Network rules of Adblock Plus, uBlock Origin and AdGuard lists.
///
/// - `||host^` without conditions becomes a host entry; everything else a ``Rule``.
/// - A rule with a modifier that is unknown or that a proxy cannot judge is left out whole: the rule without it would be wider.
/// - `$redirect=` is a block (uBlock Origin defines it so); `$redirect-rule` alone blocks nothing and is left out.
/// - `$badfilter` cancels the rule of the same list that is written like it, wherever it stands; the order of values does not
///   matter. It does not reach into other lists.
/// - Cosmetic rules, and rules inside `!#if` for browsers, are counted and reported once.
/// - A line `example.com` is a host and all below it, as in uBlock Origin and AdGuard; `0.0.0.0 example.com` is that host.
///
/// ``AdblockRule`` has the grammar of a rule, ``AdblockModifiers`` says which types a rule has by default.
struct AdblockFormat: LineParser {
    private let cancelled: CancelledRules
    private var directives = AdblockDirectives()
    private var hosts = HostsFormat()
    private var cosmeticCount = 0
    private var browserOnlyCount = 0

    /// - Parameter bytes: the whole list, which is searched for `$badfilter` first.
    init(cancelledBy bytes: Span<UInt8>) { cancelled = CancelledRules(in: bytes) }

    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        if let host = Self.plainHost(line) {
            guard directives.takesRule() else { return countBrowserOnly() }
            let effect: RuleEffect = line[0] == UInt8(ascii: "@") ? .exception : []
            let name = line.extracting(host)
            guard !cancelled.cancels(host: name, effect) else { return .comment }
            consumer.receive(host: name, coverage: .nameAndSubdomains, effect: effect, line: position.number)
            return .entry
        }
        switch AdblockLine(line) {
        case .comment: return .comment
        case .directive:
            guard case .fault(let fault) = directives.read(line) else { return .comment }
            return position.report(fault, to: &consumer)
        case .cosmetic:
            _ = directives.takesRule()
            return countCosmetic()
        case .hosts:
            guard directives.takesRule() else { return countBrowserOnly() }
            return hosts.parse(line, at: position, into: &consumer)
        case .rule:
            guard directives.takesRule() else { return countBrowserOnly() }
            return rule(line, position, &consumer)
        }
    }

    private mutating func rule(
        _ line: Span<UInt8>, _ position: LinePosition, _ consumer: inout some RuleConsumer
    ) -> LineOutcome {
        do throws(RuleFault) {
            let rule = try AdblockRule(line)
            if rule.isBadfilter {
                guard !cancelled.isUsed(rule) else { return .comment }
                return position.report(
                    .note, .badfilter, "cancels no rule of this list; `$badfilter` does not reach other lists", to: &consumer)
            }
            if cancelled.cancels(rule) { return .comment }
            emit(rule, line, position, &consumer)
            return .entry
        } catch {
            return error.kind == .cosmetic ? countCosmetic() : position.report(error, to: &consumer)
        }
    }

    private func emit(_ rule: AdblockRule, _ line: Span<UInt8>, _ position: LinePosition, _ consumer: inout some RuleConsumer) {
        let trigger: Rule.Trigger
        switch rule.subject {
        case .host(let name):
            consumer.receive(host: name.span, coverage: .nameAndSubdomains, effect: rule.effect, line: position.number)
            return
        case .address(let block): trigger = .address(block)
        case .url(let pattern): trigger = .url(pattern, rule.conditions)
        case .expression(let pattern, let matchesCase):
            trigger = .expression(pattern: pattern, matchesCase: matchesCase, rule.conditions)
        }
        consumer.receive(Rule(trigger: trigger, effect: rule.effect, line: position.number, text: line.ruleText))
    }

    mutating func finish(at position: LinePosition, into consumer: inout some RuleConsumer) {
        if let fault = directives.openCondition { _ = position.report(fault, to: &consumer) }
        if cosmeticCount > 0 {
            _ = position.report(
                .note, .cosmetic, "left out because they only hide or change parts of pages: \(cosmeticCount)", to: &consumer)
        }
        if browserOnlyCount > 0 {
            _ = position.report(
                .note, .directive, "left out because they are for particular browsers (`!#if`, `!+ PLATFORM`): \(browserOnlyCount)",
                to: &consumer)
        }
    }

    private mutating func countCosmetic() -> LineOutcome {
        cosmeticCount += 1
        return .noted
    }

    private mutating func countBrowserOnly() -> LineOutcome {
        browserOnlyCount += 1
        return .noted
    }

    /// Where the host of `||host^` or `@@||host^` is, when it is canonical: the bulk of most lists, told without any copy.
    private static func plainHost(_ line: Span<UInt8>) -> Range<Int>? {
        let start = line.hasPrefix("||") ? 2 : line.hasPrefix("@@||") ? 4 : 0
        guard start > 0, line.count > start + 1, line[line.count - 1] == UInt8(ascii: "^") else { return nil }
        let range = start..<line.count - 1
        return HostReader.isCanonical(line.extracting(range)) ? range : nil
    }
}
