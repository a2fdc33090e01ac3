public import BreakwaterPolicy
import BreakwaterRules
import BreakwaterURL
import Foundation

/// Sites that a list should not block by mistake: the best-known ones, and those where children find help.
public struct KnownSites: Sendable {
    public struct Site: Sendable, Hashable {
        public var name: String
        /// What the site is, where our taxonomy has a category for it: a list of that category may well name it.
        public var category: CategoryID?

        public init(name: String, category: CategoryID? = nil) {
            self.name = name
            self.category = category
        }
    }

    /// A name or a page (`host/path`) of a help list.
    public private(set) var help: [String]
    public private(set) var wellKnown: [Site]

    public init(help: [String] = [], wellKnown: [Site] = []) {
        self.help = help
        self.wellKnown = wellKnown
    }

    private static let helpFiles = ["Policies/lists/help.domains.txt", "Policies/lists/help-pages.urls.txt"]
    private static let wellKnownFile = "Policies/well-known-sites.txt"

    /// The sites that come with Breakwater, and the entries of a policy's own help lists.
    ///
    /// - Returns: what was found; an installation without the project's `Policies` has the policy's own only.
    public static func find(for compilation: PolicyCompilation? = nil) throws -> KnownSites {
        var sites = KnownSites()
        var files = helpFiles.compactMap(PresetFinder.file)
        if let compilation {
            for (list, paths) in zip(compilation.policy.lists, compilation.files) where list.kind == .help { files += paths.map(\.path) }
        }
        var seen: Set<String> = []
        for source in try files.flatMap({ try LintSource.files(at: $0) }) {
            var collector = HelpCollector()
            let bytes = ListText(try CompressedFile.contents(of: source.path), path: source.path).bytes
            ListParser(format: source.format, file: source.path).parse(bytes.span, into: &collector)
            sites.help += collector.places.filter { seen.insert($0).inserted }
        }
        if let file = PresetFinder.file(wellKnownFile) { sites.wellKnown = try wellKnown(in: file) }
        return sites
    }

    /// Lines of `NAME [CATEGORY]`; `#` starts a comment.
    private static func wellKnown(in path: String) throws(ServerError) -> [Site] {
        var file = try LineFile(path: path)
        var found: [Site] = []
        while let line = try file.next() {
            let words = line.prefix { $0 != "#" }.split(separator: " ")
            guard let name = words.first else { continue }
            let position = DocumentPosition(file: path, line: file.lineNumber)
            guard let domain = try? DomainName(String(name)), words.count <= 2 else {
                throw ServerError(.invalid, "`\(line)` is no site: write NAME, or NAME and a category", at: position)
            }
            found.append(Site(name: domain.description, category: words.count > 1 ? CategoryID(String(words[1])) : nil))
        }
        return found
    }

    /// URLs by which people reach the help places: each name, also with `www.`, and each page.
    public var helpURLs: [(place: String, url: String)] {
        help.flatMap { place -> [(String, String)] in
            let plain = (place, "https://\(place)" + (place.contains("/") ? "" : "/"))
            return place.contains("/") || place.hasPrefix("www.") ? [plain] : [plain, (place, "https://www.\(place)/")]
        }
    }
}

/// Takes the places that a help list names.
private struct HelpCollector: RuleConsumer {
    var places: [String] = []

    mutating func receive(host: Span<UInt8>, coverage: Coverage, effect: RuleEffect, line: LineNumber) {
        places.append(String(decoding: (0..<host.count).map { host[$0] }, as: UTF8.self))
    }

    mutating func receive(_ rule: Rule) {
        guard case .url(let pattern, _) = rule.trigger, pattern.start == .hostLabel else { return }
        let text = String(decoding: pattern.bytes, as: UTF8.self)
        guard !text.contains("*") else { return }
        places.append(text.hasSuffix("^") ? String(text.dropLast()) : text)
    }

    mutating func receive(_ diagnostic: RuleDiagnostic) {}
}
