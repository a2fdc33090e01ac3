import BreakwaterMatching
public import BreakwaterRules

/// What changes between two versions of a list: names and rules that came and went.
public struct ListComparison: Sendable {
    public struct Entry: Sendable, Hashable, Codable {
        public var rule: String
        public var line: UInt32
    }

    public struct Report: Sendable, Hashable, Codable {
        public var entriesBefore = 0
        public var entriesAfter = 0
        public var addedCount = 0
        public var removedCount = 0
        /// The first that came, with their lines in the new list.
        public var added: [Entry] = []
        /// The first that went, with their lines in the old list.
        public var removed: [Entry] = []
        /// The concern that the change of size is, if it is one.
        public var concern: String?
    }

    private let old: LintSource
    private let new: LintSource
    private let limit: Int

    /// - Parameters:
    ///   - format: `nil` detects each file's own.
    ///   - limit: how many entries of each side are kept.
    public init(old: String, new: String, format: ListFormat? = nil, limit: Int) throws {
        guard let first = try LintSource.files(at: old, format: format).only, let second = try LintSource.files(at: new, format: format).only else {
            throw ServerError(.invalid, "name two bundles, or two lists of one file each", at: DocumentPosition(file: old, line: 0))
        }
        self.old = first
        self.new = second
        self.limit = limit
    }

    public func report() throws -> Report {
        var before = EntryLedger()
        var after = EntryLedger()
        try parse(old, into: &before)
        try parse(new, into: &after)
        var report = Report(entriesBefore: before.count, entriesAfter: after.count)
        (report.added, report.addedCount) = try missing(in: before, from: new)
        (report.removed, report.removedCount) = try missing(in: after, from: old)
        report.concern = RegressionGate.change(of: new.path, from: before.count, to: after.count)?.message
        return report
    }

    private func missing(in ledger: EntryLedger, from source: LintSource) throws -> ([Entry], Int) {
        var search = MissingEntries(ledger: ledger, limit: limit)
        try parse(source, into: &search)
        return (search.kept, search.count)
    }

    private func parse(_ source: LintSource, into consumer: inout some RuleConsumer) throws {
        let bytes = ListText(try CompressedFile.contents(of: source.path), path: source.path).bytes
        ListParser(format: source.format, file: source.path).parse(bytes.span, into: &consumer)
    }
}

/// Everything that one version of a list holds.
private struct EntryLedger: RuleConsumer {
    var names = NameLedger(maximumCount: .max)
    var rules = RuleLedger()
    private(set) var count = 0

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        let hash = names.hasher.hash(host)
        if names.insert(hash, Self.role(effect, coverage), source: 0, line: line.rawValue, reach: .init(coverage)) == nil { count += 1 }
    }

    mutating func receive(_ rule: Rule) {
        if rules.insert(rule, Self.role(rule.effect, .nameAlone), source: 0) == nil { count += 1 }
    }

    mutating func receive(_ diagnostic: RuleDiagnostic) {}

    /// A name that reaches further than before is another entry.
    static func role(_ effect: RuleEffect, _ coverage: Coverage) -> NameLedger.Role {
        NameLedger.Role(
            group: Int(coverage.rawValue), isException: effect.contains(.exception), isImportant: effect.contains(.important))
    }
}

private struct MissingEntries: RuleConsumer {
    var ledger: EntryLedger
    let limit: Int
    private(set) var kept: [ListComparison.Entry] = []
    private(set) var count = 0

    init(ledger: EntryLedger, limit: Int) {
        self.ledger = ledger
        self.limit = limit
    }

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        let hash = ledger.names.hasher.hash(host)
        // Put in, so that a name that stands twice is told once.
        guard ledger.names.insert(hash, EntryLedger.role(effect, coverage), source: 1, line: line.rawValue, reach: .init(coverage)) == nil else { return }
        note((effect.contains(.exception) ? "@@" : "") + host.hostText, line)
    }

    mutating func receive(_ rule: Rule) {
        guard ledger.rules.insert(rule, EntryLedger.role(rule.effect, .nameAlone), source: 1) == nil else { return }
        note(rule.text, rule.line)
    }

    mutating func receive(_ diagnostic: RuleDiagnostic) {}

    private mutating func note(_ rule: String, _ line: LineNumber) {
        count += 1
        if kept.count < limit { kept.append(ListComparison.Entry(rule: rule, line: line.rawValue)) }
    }
}

extension Array {
    /// The one element, where there is one only.
    fileprivate var only: Element? { count == 1 ? self[0] : nil }
}

/// Tells bundles from lists by their first bytes.
public enum BundleFile {
    public static func isBundle(_ path: String) throws(ServerError) -> Bool {
        guard FileKind.of(path) == .file else { return false }
        var file = try CompressedFile(path: path)
        return try file.read().starts(with: "BWBUNDLE".utf8)
    }
}
