import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL

/// What the passes of a linter share.
struct LintState {
    /// What is known of the lists that belong together.
    struct Group {
        var blocks = 0
        /// Block rules that may meet a request of any host: no exception of the group can be told dead.
        var general = 0
        var exceptions = 0
    }

    let sources: [LintSource]
    let suffixes: PublicSuffixList?
    let reaches: ReachIndex
    var names: NameLedger
    var rules = RuleLedger()
    var groups: [Group]
    var collectors: [FindingCollector]
    private let groupNumbers: [Int]

    init(_ sources: [LintSource], _ sites: KnownSites, _ suffixes: PublicSuffixList?, limit: Int) {
        self.sources = sources
        self.suffixes = suffixes
        names = NameLedger()
        reaches = ReachIndex(sites, suffixes, hasher: names.hasher)
        var numbers: [String: Int] = [:]
        groupNumbers = sources.map { source in
            let number = numbers[source.group] ?? numbers.count
            numbers[source.group] = number
            return number
        }
        groups = [Group](repeating: Group(), count: numbers.count)
        collectors = sources.map { _ in FindingCollector(limit: limit) }
    }

    func group(of source: Int) -> Int { groupNumbers[source] }

    /// What an entry of a source is listed as.
    func role(_ source: Int, _ effect: RuleEffect) -> NameLedger.Role {
        NameLedger.Role(
            group: groupNumbers[source], isException: effect.contains(.exception) || sources[source].kind == .exception,
            isImportant: effect.contains(.important))
    }

    /// The role under which the hosts of URL rules are kept, apart from listed names.
    func hostRole(_ source: Int, isException: Bool) -> NameLedger.Role {
        NameLedger.Role(group: groups.count + groupNumbers[source], isException: isException)
    }

    /// How far a name of a source reaches, as the compiler will take it.
    func reach(_ coverage: Coverage, _ source: Int, isPublicSuffix: Bool) -> NameLedger.Reach {
        let said: Coverage =
            switch (sources[source].subdomains, coverage) {
            case (.format, _), (_, .subdomainsOnly): coverage
            case (.included, _): .nameAndSubdomains
            case (.excluded, _): .nameAlone
            }
        return isPublicSuffix && said != .nameAlone ? .name : NameLedger.Reach(said)
    }

    mutating func add(
        _ severity: RuleDiagnostic.Severity, _ kind: LintFinding.Kind, _ source: Int, line: UInt32, rule: @autoclosure () -> String,
        _ reason: @autoclosure () -> String, _ advice: @autoclosure () -> String
    ) {
        let file = sources[source].path
        collectors[source].add(severity, kind) {
            LintFinding(severity, kind, file: file, line: line, rule: rule(), reason: reason(), advice: advice())
        }
    }
}

extension [LintSource] {
    /// `line 7`, or `FILE:7` where that is another file than the source's.
    func describe(_ place: (source: Int, line: UInt32), from source: Int) -> String {
        place.source == source ? "line \(place.line)" : "\(self[Swift.min(place.source, count - 1)].path):\(place.line)"
    }
}

extension Span where Element == UInt8 {
    /// Canonical names are ASCII.
    var hostText: String { String(decoding: indices.map { self[$0] }, as: UTF8.self) }
}
