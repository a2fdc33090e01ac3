public import Breakwater
public import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation

/// Finds the file and the line of entries that a bundle names: a bundle holds names as fingerprints and rules with their line only.
public struct RuleLocator: Sendable {
    /// An entry to look for.
    public struct Entry: Sendable, Hashable {
        public var list: String
        /// The rule as it was written, or the name or prefix that matched.
        public var rule: String

        public init(list: String, rule: String) {
            self.list = list
            self.rule = rule
        }
    }

    public struct Place: Sendable, Hashable {
        public var file: String
        public var line: Int
    }

    private let sources: [String: [LintSource]]

    /// - Throws: where a list of the policy cannot be read.
    public init(_ compilation: PolicyCompilation) throws {
        sources = Dictionary(grouping: try LintSource.files(of: compilation), by: \.list)
    }

    /// The lists of an opened bundle, as far as their files are still where they were.
    ///
    /// - Parameter directory: where the lists' relative paths start; the working folder where it is empty.
    public init(_ policy: Policy, directory: String) {
        var found: [String: [LintSource]] = [:]
        for list in policy.lists {
            guard let path = list.path.map({ DocumentPath.resolve($0, from: directory) }), FileManager.default.fileExists(atPath: path) else { continue }
            let format = list.format.flatMap(ListFormat.init(rawValue:))
            // A list that is gone, or whose format nobody can tell, has no line to name.
            found[list.id] = try? LintSource.files(at: path, format: format == .squidGuard ? nil : format)
        }
        sources = found
    }

    /// - Returns: the place of each entry that was found; each list is read once.
    public func places(of entries: some Sequence<Entry>) -> [Entry: Place] {
        var found: [Entry: Place] = [:]
        for (list, wanted) in Dictionary(grouping: Set(entries), by: \.list) {
            for source in sources[list] ?? [] {
                var search = EntrySearch(wanted: Set(wanted.map(\.rule)))
                guard let raw = try? CompressedFile.contents(of: source.path) else { continue }
                let bytes = ListText(raw, path: source.path).bytes
                ListParser(format: source.format, file: source.path).parse(bytes.span, into: &search)
                for (rule, line) in search.lines where found[Entry(list: list, rule: rule)] == nil {
                    found[Entry(list: list, rule: rule)] = Place(file: source.path, line: Int(line.rawValue))
                }
            }
        }
        return found
    }

    /// Puts file and line into explained matches.
    public func located(_ matches: [Explanation.Match]) -> [Explanation.Match] {
        let places = places(of: matches.compactMap(Self.entry))
        return matches.map { match in
            guard let entry = Self.entry(match), let place = places[entry] else { return match }
            var match = match
            match.file = place.file
            match.line = match.line ?? place.line
            return match
        }
    }

    private static func entry(_ match: Explanation.Match) -> Entry? {
        guard let list = match.list, let rule = match.rule else { return nil }
        return Entry(list: list, rule: rule)
    }
}

/// Looks for the first line of each wanted name, prefix or rule.
private struct EntrySearch: RuleConsumer {
    let wanted: Set<String>
    private let hosts: Set<[UInt8]>
    private(set) var lines: [String: LineNumber] = [:]

    init(wanted: Set<String>) {
        self.wanted = wanted
        hosts = Set(wanted.map { Array($0.utf8) })
    }

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        for name in hosts where name.count == host.count && name.indices.allSatisfy({ host[$0] == name[$0] }) { note(host.hostText, line) }
    }

    mutating func receive(_ rule: Rule) {
        if wanted.contains(rule.text) { note(rule.text, rule.line) }
        switch rule.trigger {
        case .address(let block): if wanted.contains(block.description) { note(block.description, rule.line) }
        // `||name^$third-party` is kept among the names.
        case .url(let pattern, _): if let host = pattern.hostPart, wanted.contains(host) { note(host, rule.line) }
        case .expression, .phrase, .hash: break
        }
    }

    mutating func receive(_ diagnostic: RuleDiagnostic) {}

    private mutating func note(_ rule: String, _ line: LineNumber) {
        if lines[rule] == nil { lines[rule] = line }
    }
}
