import BreakwaterBundle
import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterText
import BreakwaterURL

/// Takes the rules of all lists, one list after another, and builds the bundle's sections of them.
struct IndexBuilder: RuleConsumer {
    let hasher: NameHasher
    private let publicSuffixes: PublicSuffixList
    private let suffixes: SuffixFilter
    private let categories: [CategoryID: UInt8]
    var diagnostics: [RuleDiagnostic] = []

    private var names: DomainTableBuilder
    private var postings = PostingBuilder()
    private var addresses = AddressTableBuilder()
    private var strings = StringPool()
    private var options: DomainOptionBuilder
    private var urlRules: [UInt8] = []
    private var index: RuleIndexBuilder
    private var expressions = ExpressionBuilder()
    private var phrases = PhraseBuilder()
    private var hashes: [(digest: [UInt8], list: UInt16, category: UInt8)] = []

    // The list being read.
    private var file = ""
    private var list: UInt16 = 0
    private var category = UInt8.max
    private var subdomains = ListSource.Subdomains.format
    private var isExceptionList = false
    /// Categories that phrases name and the policy does not have, each reported once a file.
    private var unknownCategories: Set<CategoryID> = []
    private(set) var hostCount = 0
    private(set) var ruleCount = 0
    private(set) var errorCount = 0
    private(set) var warningCount = 0
    private var kept = 0
    /// The element of the line before, which is nearly always the element of the next.
    private var lastElement: (coverage: Coverage, effect: RuleEffect, number: UInt32)?

    init(hasher: NameHasher, policy: Policy, publicSuffixes: PublicSuffixList) {
        self.hasher = hasher
        self.publicSuffixes = publicSuffixes
        suffixes = SuffixFilter(publicSuffixes, hasher)
        var indexes: [CategoryID: UInt8] = [:]
        for (index, category) in policy.categories.enumerated() { indexes[category.id] = UInt8(clamping: index) }
        categories = indexes
        names = DomainTableBuilder()
        options = DomainOptionBuilder(hasher: hasher)
        index = RuleIndexBuilder(hasher: hasher)
    }

    mutating func begin(list index: Int, _ source: ListSource, file: String) {
        self.file = file
        list = UInt16(clamping: index)
        category = source.category.flatMap { categories[$0] } ?? .max
        subdomains = source.subdomains
        isExceptionList = source.kind == .exception
        (hostCount, ruleCount, errorCount, warningCount, kept) = (0, 0, 0, 0, 0)
        lastElement = nil
        unknownCategories = []
    }

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        hostCount += 1
        var reach = reach(coverage)
        let hash = hasher.hash(host)
        if reach != .nameAlone, suffixes.mayContain(hash), publicSuffixes.isPublicSuffix(host.text) {
            // Blocking all of `co.uk` or `github.io` because one site under it was listed is the over-blocking that lists are known for.
            reach = .nameAlone
            report(.warning, .topLevelName, line, "`\(host.text)` is a public suffix: only the name itself is listed, not what is below it")
        }
        if let last = lastElement, last.coverage == reach, last.effect == effect {
            names.add(host, hash, element: last.number)
            return
        }
        let element = PostingTable.Element(
            list: list, types: ResourceTypes.all.rawValue, category: category, flags: RuleFlags(effect, .any), coverage: reach.code)
        let number = postings.number(of: element)
        lastElement = (reach, effect, number)
        names.add(host, hash, element: number)
    }

    private func reach(_ coverage: Coverage) -> Coverage {
        switch (subdomains, coverage) {
        case (.format, _), (_, .subdomainsOnly): coverage
        case (.included, _): .nameAndSubdomains
        case (.excluded, _): .nameAlone
        }
    }

    mutating func receive(_ diagnostic: RuleDiagnostic) {
        switch diagnostic.severity {
        case .error: errorCount += 1
        case .warning: warningCount += 1
        case .note: break
        }
        guard kept < 1_000 else { return }
        kept += 1
        diagnostics.append(diagnostic)
    }

    mutating func receive(_ rule: Rule) {
        ruleCount += 1
        let category = rule.category.flatMap { categories[$0] } ?? category
        switch rule.trigger {
        case .url(let pattern, let conditions): add(pattern, conditions, rule, category)
        case .expression(let pattern, let matchesCase, let conditions):
            guard compiles(pattern, matchesCase, rule) else { return }
            let record = record(rule, category, conditions, strings.add(pattern), matchesCase ? .matchesCase : [], specificity: 0)
            expressions.add(record, pattern: pattern, documents: conditions.documentDomains.included, &index)
        case .phrase(let phrase): add(phrase, rule, category)
        case .address(let block):
            let element = PostingTable.Element(
                list: list, types: ResourceTypes.all.rawValue, category: category, flags: RuleFlags(rule.effect, .any), coverage: 1)
            addresses.add(block, element: postings.number(of: element))
        case .hash(let digest):
            if digest.count == SHA256.byteCount { hashes.append((digest, list, category)) }
        }
    }

    private mutating func add(_ phrase: PhraseRule, _ rule: Rule, _ category: UInt8) {
        let isException = isExceptionList || rule.effect.contains(.exception)
        if category == .max, let named = rule.category, unknownCategories.insert(named).inserted {
            report(
                .warning, .directive, rule.line,
                "the policy has no category `\(named)`, which the list names here, and gives the list none: its weighted phrases count for or "
                    + "against every category that has points")
        }
        guard phrase.weight != nil || isException || category != .max else {
            ruleCount -= 1
            report(
                .error, .phrase, rule.line, "a phrase without weight blocks its category at once, and it has none: give the list a `category`")
            return
        }
        let isTaken = phrases.add(
            phrase.phrases.map(TextFolding.fold), weight: phrase.weight, isPercent: phrase.unit == .percentOfLimit, isException: isException,
            list: list, category: category)
        if !isTaken {
            ruleCount -= 1
            report(
                .warning, .phrase, rule.line,
                "`\(rule.text.prefix(60))` holds a phrase without letters or digits, which page text never has: left out")
        }
    }

    /// What PCRE2 does not take is a diagnostic, not an expression that never matches; nor is one kept that a short URL brings to its budget.
    private mutating func compiles(_ pattern: String, _ matchesCase: Bool, _ rule: Rule) -> Bool {
        do throws(PCRE2Pattern.CompileError) {
            _ = try PCRE2Pattern(pattern, matchesCase: matchesCase)
            guard let risk = BacktrackingRisk.exponential(pattern, matchesCase: matchesCase) else { return true }
            ruleCount -= 1
            report(.error, .expression, rule.line, risk.refusal)
            return false
        } catch {
            ruleCount -= 1
            report(.error, .expression, rule.line, "PCRE2 refuses the expression: \(error.message) (at byte \(error.offset) of `\(pattern.prefix(80))`)")
            return false
        }
    }

    private mutating func report(
        _ severity: RuleDiagnostic.Severity, _ kind: RuleDiagnostic.Kind, _ line: LineNumber, _ message: String
    ) {
        receive(RuleDiagnostic(severity: severity, kind: kind, file: file, line: line, message: message))
    }

    /// A host-anchored pattern that is nothing but a host goes to the domain table with its types and party; the rest to the index.
    private mutating func add(
        _ pattern: URLPattern, _ conditions: RequestConditions, _ rule: Rule, _ category: UInt8
    ) {
        if let host = pattern.wholeHost, conditions.areTypesAndPartyOnly {
            let element = PostingTable.Element(
                list: list, types: conditions.types.rawValue, category: category, flags: RuleFlags(rule.effect, conditions.party),
                coverage: Coverage.nameAndSubdomains.code)
            names.add(host.span, hasher.hash(host.span), element: postings.number(of: element))
            return
        }
        let bytes = pattern.matchesCase ? pattern.bytes : pattern.bytes.map(ASCII.lowercased)
        var shape = RuleRecord.Shape()
        if pattern.start == .hostLabel { shape.insert(.startsAtHostLabel) }
        if pattern.start == .beginning { shape.insert(.startsAtBeginning) }
        if pattern.endsAtEnd { shape.insert(.endsAtEnd) }
        if pattern.matchesCase { shape.insert(.matchesCase) }
        if bytes.contains(UInt8(ascii: "*")) { shape.insert(.hasStar) }
        if bytes.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "^") }) { shape.insert(.hasWildcards) }
        let record = record(rule, category, conditions, strings.add(bytes), shape, specificity: pattern.specificity)
        index.add(
            urlRule: UInt32(urlRules.count / RuleRecord.byteCount), record, pattern: bytes, documents: conditions.documentDomains.included)
        record.write(to: &urlRules)
    }

    private mutating func record(
        _ rule: Rule, _ category: UInt8, _ conditions: RequestConditions, _ pattern: (offset: UInt32, length: UInt16),
        _ shape: RuleRecord.Shape, specificity: UInt16
    ) -> RuleRecord {
        let text = strings.add(String(rule.text.prefix(512)))
        return RuleRecord(
            patternOffset: pattern.offset, patternLength: pattern.length, shape: shape,
            flags: RuleFlags(rule.effect, conditions.party), types: conditions.types.rawValue, methods: conditions.methods.rawValue,
            list: list, category: category, options: options.add(conditions), line: rule.line.rawValue, textOffset: text.offset,
            textLength: text.length, specificity: specificity)
    }

    /// One entry of a profile's own; `list` is the profile's number behind the policy's lists.
    mutating func add(_ entry: EntryPattern, text: String, list number: Int) {
        list = UInt16(clamping: number)
        category = .max
        subdomains = .format
        isExceptionList = false
        lastElement = nil
        switch (entry.target, entry.path) {
        case (.name(let name, let reach), nil):
            let coverage: Coverage =
                switch reach {
                case .nameAlone: .nameAlone
                case .nameAndSubdomains: .nameAndSubdomains
                case .subdomainsOnly: .subdomainsOnly
                }
            receive(host: Array(name.description.utf8).span, coverage: coverage, effect: [], line: 0)
        case (.address(let block), nil):
            receive(Rule(trigger: .address(block), effect: [], line: 0, text: text))
        case (_, _?):
            guard let pattern = entry.expression else { return }
            ruleCount += 1
            let rule = Rule(trigger: .expression(pattern: pattern, matchesCase: false, .none), effect: [], line: 0, text: text)
            let record = record(rule, category, .none, strings.add(pattern), [], specificity: entry.specificity)
            expressions.add(record, pattern: pattern, documents: [], &index)
        }
    }

    /// Writes every section.
    mutating func finish(into writer: inout BundleWriter, _ summary: inout CompilationSummary) {
        summary.urlRules = urlRules.count / RuleRecord.byteCount
        summary.expressions = expressions.count
        summary.phrases = phrases.count
        summary.addresses = addresses.count
        summary.hashes = hashes.count
        let table = names.finish(&postings)
        addresses.finish(&postings, into: &writer)
        summary.names = table.nameCount
        let shared = postings.section()
        summary.nameBytes = table.lines.count + table.overflow.count + shared.count
        writer.add(.domainLines, table.lines)
        writer.add(.domainOverflow, table.overflow)
        writer.add(.postings, shared)
        summary.unfilteredExpressions = expressions.unfilteredCount
        writer.add(.urlRules, urlRules)
        expressions.finish(into: &writer)
        index.finish(into: &writer)
        writer.add(.domainOptions, options.bytes)
        phrases.finish(into: &writer)
        writer.add(.hashes, hashSection())
        writer.add(.publicSuffixes, PublicSuffixBuilder.section(publicSuffixes, hasher))
        writer.add(.strings, strings.bytes)
    }

    private func hashSection() -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in hashes.sorted(by: { $0.digest.lexicographicallyPrecedes($1.digest) }) {
            bytes.append(contentsOf: entry.digest)
            bytes.append(u16: entry.list)
            bytes.append(entry.category)
            bytes.append(contentsOf: repeatElement(0, count: 5))
        }
        return bytes
    }
}
