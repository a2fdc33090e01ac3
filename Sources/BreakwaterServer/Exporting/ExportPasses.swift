import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules

/// The first pass of an export: which names each category blocks and excepts, and how far.
struct ExportCollector: RuleConsumer {
    let sources: [LintSource]
    private let numbers: [CategoryID: Int]
    private(set) var names = NameLedger(maximumCount: .max)
    private var source = 0

    init(_ sources: [LintSource], _ categories: [CategoryID]) {
        self.sources = sources
        numbers = Dictionary(uniqueKeysWithValues: categories.enumerated().map { ($1, $0 + 1) })
    }

    mutating func begin(_ source: Int) { self.source = source }

    /// Category 0 is help, which stands against every other.
    func group(_ source: Int) -> Int { sources[source].category.flatMap { numbers[$0] } ?? 0 }

    func role(_ source: Int, _ effect: RuleEffect) -> NameLedger.Role {
        let list = sources[source]
        return NameLedger.Role(
            group: list.kind == .help ? 0 : group(source), isException: list.kind == .help || list.kind == .exception || effect.contains(.exception),
            isImportant: effect.contains(.important))
    }

    func reach(_ coverage: Coverage, _ source: Int) -> NameLedger.Reach {
        switch (sources[source].subdomains, coverage) {
        case (.format, _), (_, .subdomainsOnly): NameLedger.Reach(coverage)
        case (.included, _): [.name, .below]
        case (.excluded, _): .name
        }
    }

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        let hash = names.hasher.hash(host)
        _ = names.insert(hash, role(source, effect), source: source, line: line.rawValue, reach: reach(coverage, source))
    }

    mutating func receive(_ rule: Rule) {}
    mutating func receive(_ diagnostic: RuleDiagnostic) {}

    /// What is left of a block entry once exceptions and help have had their say.
    func effective(_ host: Span<UInt8>, _ role: NameLedger.Role, _ reach: NameLedger.Reach) -> NameLedger.Reach {
        var left = reach.intersection([.name, .below])
        var roles = [NameLedger.Role(group: 0, isException: true), NameLedger.Role(group: role.group, isException: true, isImportant: true)]
        if !role.isImportant { roles.append(NameLedger.Role(group: role.group, isException: true)) }
        names.forEachSuffix(of: host) { hash, start in
            for exception in roles {
                guard let place = names.place(hash, exception) else { continue }
                if place.reach.contains(.below) { left.remove(.below) }
                if place.reach.contains(start == 0 ? .name : .below) { left.remove(.name) }
            }
        }
        return left
    }

    /// Whether a parent of the host is blocked with all below it, in any category.
    func isBelowBlocked(_ host: Span<UInt8>) -> Bool {
        var found = false
        names.forEachSuffix(of: host) { _, start in
            guard start > 0, !found else { return }
            let parent = host.extracting(start..<host.count)
            for group in 0...numbers.count {
                for isImportant in [false, true] {
                    let role = NameLedger.Role(group: group, isImportant: isImportant)
                    guard let place = names.place(names.hasher.hash(parent), role), place.reach.contains(.below) else { continue }
                    if effective(parent, role, place.reach).contains(.below) { found = true }
                }
            }
        }
        return found
    }
}

/// The second pass: writes.
struct ExportPass: RuleConsumer {
    private let found: ExportCollector
    private let format: ExportFormat
    private let widens: Bool
    var names: ExportFile
    private var urls: ExportFile?
    private var written = NameLedger(maximumCount: .max)
    private(set) var summary = Exporter.Summary()
    private(set) var failure: (any Error)?
    private var source = 0

    init(_ found: ExportCollector, _ format: ExportFormat, widens: Bool, names: ExportFile, urls: ExportFile?) {
        self.found = found
        self.format = format
        self.widens = widens
        self.names = names
        self.urls = urls
    }

    mutating func begin(_ source: Int) { self.source = source }

    mutating func finish() throws {
        try names.finish()
        try urls?.finish()
    }

    mutating func receive(_ diagnostic: RuleDiagnostic) {}

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        let role = found.role(source, effect)
        let hash = found.names.hasher.hash(host)
        // The ledger knows how far the name reaches by all of its entries.
        guard let place = found.names.place(hash, role) else { return }
        if role.isException { except(host, place.reach) } else { block(host, role, place.reach) }
    }

    private mutating func block(_ host: Span<UInt8>, _ role: NameLedger.Role, _ reach: NameLedger.Reach) {
        let left = found.effective(host, role, reach)
        // In a format of single hosts nothing covers anything else.
        guard !left.isEmpty, !format.reach.nameAndBelow || !found.isBelowBlocked(host) else { return }
        guard let said = sayable(left) else { return leaveOut(left == .name ? "a name without what is below it" : "what is below a name without the name") }
        guard isNew(host, said, isException: false) else { return }
        if said != left { summary.widened += said.isSuperset(of: left) ? 1 : 0 }
        summary.names += 1
        put(format.block(host.hostText, said))
    }

    /// How far the format can say that a name reaches; `nil` where it cannot say it at all.
    private mutating func sayable(_ reach: NameLedger.Reach) -> NameLedger.Reach? {
        let can = format.reach
        switch (reach.contains(.name), reach.contains(.below)) {
        case (true, true):
            if !can.nameAndBelow { leaveOut("what is below a name") }
            return can.nameAndBelow ? [.name, .below] : .name
        case (true, false): return can.nameAlone ? .name : widens ? [.name, .below] : nil
        case (false, true): return can.below ? .below : nil
        case (false, false): return nil
        }
    }

    /// An exception matters only below a name that is written with all below it.
    private mutating func except(_ host: Span<UInt8>, _ reach: NameLedger.Reach) {
        guard format.reach.nameAndBelow, found.isBelowBlocked(host) || isBlockedItself(host) else { return }
        let lines = format.pass(host.hostText, reach)
        guard !lines.isEmpty else { return leaveOut("an exception below a name that is written") }
        guard isNew(host, reach.intersection([.name, .below]), isException: true) else { return }
        summary.exceptions += 1
        put(lines)
    }

    /// A name that is blocked below it and excepted itself.
    private func isBlockedItself(_ host: Span<UInt8>) -> Bool {
        guard let place = written.place(written.hasher.hash(host), NameLedger.Role(group: 0)) else { return false }
        return place.reach.contains(.below) && !place.reach.contains(.name)
    }

    private mutating func isNew(_ host: Span<UInt8>, _ reach: NameLedger.Reach, isException: Bool) -> Bool {
        let role = NameLedger.Role(group: 0, isException: isException)
        guard let known = written.insert(written.hasher.hash(host), role, source: 0, line: 0, reach: reach) else { return true }
        return !known.reach.isSuperset(of: reach)
    }

    mutating func receive(_ rule: Rule) {
        let role = found.role(source, rule.effect)
        guard found.sources[source].kind != .help || format == .adblock else { return }
        switch format {
        case .adblock:
            guard let line = AdblockText.line(rule, isException: role.isException) else { return leaveOut(Self.name(rule)) }
            summary.rules += 1
            put([line])
        case .squidGuard:
            guard !role.isException, let entry = Self.url(rule) else { return leaveOut(Self.name(rule)) }
            summary.rules += 1
            do { try urls?.line(entry) } catch { failure = error }
        case .domains, .hosts, .rpz, .dnsmasq, .unbound: leaveOut(Self.name(rule))
        }
    }

    /// `host/path` of a rule that is nothing but that.
    private static func url(_ rule: Rule) -> String? {
        guard case .url(let pattern, let conditions) = rule.trigger, conditions == .none, !pattern.matchesCase, !pattern.endsAtEnd,
            pattern.hostPart != nil, pattern.bytes.last == UInt8(ascii: "^")
        else { return nil }
        let text = String(decoding: pattern.bytes.dropLast(), as: UTF8.self)
        return text.contains("*") || text.contains("^") || !text.contains("/") ? nil : text
    }

    private static func name(_ rule: Rule) -> String {
        switch rule.trigger {
        case .url: "a URL rule"
        case .expression: "an expression"
        case .phrase: "a phrase"
        case .address: "an address"
        case .hash: "a hashed entry"
        }
    }

    private mutating func leaveOut(_ why: String) { summary.leftOut[why, default: 0] += 1 }

    private mutating func put(_ lines: [String]) {
        do { for line in lines { try names.line(line) } } catch { failure = error }
    }
}
