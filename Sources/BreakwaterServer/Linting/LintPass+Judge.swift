import BreakwaterCompiler
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL

/// The second pass: judges each rule by itself and by all that the first pass took down.
struct JudgingPass: RuleConsumer {
    var state: LintState
    private var source = 0

    init(_ state: LintState) { self.state = state }

    mutating func begin(_ source: Int) { self.source = source }

    mutating func receive(_ diagnostic: RuleDiagnostic) {}

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        let role = state.role(source, effect)
        let hash = state.names.hasher.hash(host)
        let isSuffix = state.reaches.isPublicSuffix(hash)
        let reach = state.reach(coverage, source, isPublicSuffix: isSuffix)
        if isSuffix, !role.isException {
            state.add(
                .warning, .broad, source, line: line.rawValue, rule: host.hostText,
                "a public suffix: thousands of unrelated sites are below it, so only the name itself is listed",
                "name the sites that are meant")
        }
        if !role.isException { judgeReach(host, hash, reach, line) }
        if let shadow = shadow(of: host, role) {
            let (sources, source) = (state.sources, source)
            state.add(
                .note, .shadowed, source, line: line.rawValue, rule: host.hostText,
                "`\(shadow.parent)` and everything below it is listed in \(sources.describe(shadow.place, from: source))", "remove the rule")
        }
        meet(host, isException: role.isException, state.role(source, effect))
    }

    private mutating func judgeReach(_ host: Span<UInt8>, _ hash: NameHasher.Hash, _ reach: NameLedger.Reach, _ line: LineNumber) {
        guard state.sources[source].kind != .help, state.sources[source].isLimiting else { return }
        for target in state.reaches.targets(of: hash, reach: reach) {
            let name = host.hostText
            switch target {
            case .help(let place):
                state.add(
                    .error, .help, source, line: line.rawValue, rule: name, "it blocks `\(place)`, where children find help",
                    "remove it; a `kind: help` list in the policy keeps the place open all the same")
            case .wellKnown(let site):
                if let category = site.category, category == state.sources[source].category { continue }
                state.add(
                    .warning, .broad, source, line: line.rawValue, rule: name, "it blocks `\(site.name)`, one of the best-known sites",
                    "if that is meant, keep it; otherwise name the host or the pages that are meant")
            }
        }
    }

    /// The nearest parent that is listed with everything below it.
    private func shadow(of host: Span<UInt8>, _ role: NameLedger.Role) -> (parent: String, place: (source: Int, line: UInt32))? {
        var found: (start: Int, place: NameLedger.Place)?
        state.names.forEachSuffix(of: host) { hash, start in
            guard start > 0, let place = state.names.place(hash, role), place.reach.contains(.below) else { return }
            found = (start, place)
        }
        guard let found else { return nil }
        return (host.extracting(found.start..<host.count).hostText, (found.place.source, found.place.line))
    }

    /// Notes which exceptions have something to except.
    private mutating func meet(_ host: Span<UInt8>, isException: Bool, _ role: NameLedger.Role) {
        guard !isException, state.groups[state.group(of: source)].exceptions > 0 else { return }
        var hashes: [NameHasher.Hash] = []
        state.names.forEachSuffix(of: host) { hash, _ in hashes.append(hash) }
        for hash in hashes {
            for isImportant in [false, true] {
                state.names.markMet(hash, NameLedger.Role(group: role.group, isException: true, isImportant: isImportant))
            }
            state.names.markMet(hash, state.hostRole(source, isException: true))
        }
    }

    mutating func receive(_ rule: Rule) {
        let role = state.role(source, rule.effect)
        switch rule.trigger {
        case .url(let pattern, let conditions): judge(rule, pattern, conditions, role)
        case .expression(let pattern, let matchesCase, let conditions):
            if let dead = DeadRule.find(conditions) { self.dead(rule, dead) }
            judge(rule, expression: pattern, matchesCase)
        case .address(let block): judge(rule, block, role)
        case .phrase(let phrase):
            if phrase.weight == 0 { dead(rule, DeadRule(reason: "a weight of 0 counts for nothing", advice: "give it a weight, or remove it")) }
        case .hash: break
        }
        if let host = CollectingPass.host(of: rule) { meet(Array(host.utf8).span, isException: role.isException, role) }
    }

    private mutating func dead(_ rule: Rule, _ dead: DeadRule) {
        state.add(.warning, .dead, source, line: rule.line.rawValue, rule: rule.text, "it can never match: \(dead.reason)", dead.advice)
    }

    private mutating func judge(_ rule: Rule, _ pattern: URLPattern, _ conditions: RequestConditions, _ role: NameLedger.Role) {
        if let dead = DeadRule.find(pattern, conditions, state.suffixes) { return self.dead(rule, dead) }
        if let host = pattern.hostPart, let name = listed(host, role) {
            return shadowed(rule, "`\(name.name)` and everything below it is listed", (name.place.source, name.place.line))
        }
        guard let shadow = state.rules.shadow(of: pattern, role, isConditional: conditions != .none) else { return }
        shadowed(rule, "`\(shadow.pattern)` covers it", (shadow.place.source, shadow.place.line))
    }

    private mutating func shadowed(_ rule: Rule, _ reason: String, _ place: (source: Int, line: UInt32)) {
        let (sources, source) = (state.sources, source)
        state.add(
            .note, .shadowed, source, line: rule.line.rawValue, rule: rule.text, "\(reason) in \(sources.describe(place, from: source))", "remove the rule")
    }

    /// The name at or above a host that is listed with everything below it.
    private func listed(_ host: String, _ role: NameLedger.Role) -> (name: String, place: NameLedger.Place)? {
        var found: (Int, NameLedger.Place)?
        let bytes = Array(host.utf8)
        state.names.forEachSuffix(of: bytes.span) { hash, start in
            guard let place = state.names.place(hash, role), place.reach.contains(.below), start > 0 || place.reach.contains(.name) else { return }
            found = (start, place)
        }
        return found.map { (String(decoding: bytes[$0.0...], as: UTF8.self), $0.1) }
    }

    private mutating func judge(_ rule: Rule, _ block: CIDRBlock, _ role: NameLedger.Role) {
        let shortest = block.address.family == .v4 ? 8 : 19
        if block.prefixLength < shortest, !role.isException {
            state.add(
                .warning, .broad, source, line: rule.line.rawValue, rule: rule.text,
                "a prefix shorter than /\(shortest) holds the networks of many unrelated operators", "name the networks that are meant")
        }
        guard let shadow = state.rules.shadow(of: block, role) else { return }
        shadowed(rule, "\(shadow.block) holds it", (shadow.place.source, shadow.place.line))
    }

    /// Longest host name; expressions for hosts see no more.
    private static let hostLength = 253
    /// As long as browsers' address bars make URLs in earnest; longer ones are rare and an attacker's own.
    private static let urlLength = 2_000

    private mutating func judge(_ rule: Rule, expression pattern: String, _ matchesCase: Bool) {
        if let risk = BacktrackingRisk.exponential(pattern, matchesCase: matchesCase) {
            state.add(.error, .slow, source, line: rule.line.rawValue, rule: rule.text, risk.refusal, "rewrite it; a compilation leaves it out")
            return
        }
        let length = state.sources[source].format == .hostExpressions ? Self.hostLength : Self.urlLength
        guard let risk = BacktrackingRisk.slow(pattern, matchesCase: matchesCase, length: length) else { return }
        state.add(
            .warning, .slow, source, line: rule.line.rawValue, rule: rule.text,
            "it gives no answer within its budget on a URL of \(risk.length) bytes that repeats `\(risk.pump)`: then it neither blocks nor allows",
            "bound the repetition (`{1,64}`), anchor the expression, or make the loop possessive (`++`)")
    }
}
