import BreakwaterURL

/// One category's folder of a squidGuard or UT1 collection: which of its files are lists, and what it is for.
///
/// | file | format |
/// |---|---|
/// | `domains` | ``ListFormat/domains`` |
/// | `urls` | ``ListFormat/urls`` |
/// | `expressions` | ``ListFormat/squidGuardExpressions`` |
/// | `domains.diff`, `urls.diff` | ``ListFormat/squidGuardDiff``, followed where the list it changes is there |
/// | `usage` | `black` or `white` |
///
/// A `.gz` after the name makes no difference (the caller decompresses). Other files (`very_restrictive_expression`, `cible`) are
/// not part of the category unless a policy names them.
/// - SeeAlso: Université Toulouse Capitole, "Blacklists UT1"; squidGuard, "Destination groups".
public struct SquidGuardDirectory: Sendable, Hashable {
    public enum Usage: String, Sendable, Hashable {
        /// Sites to block.
        case black
        /// Sites that may be all that is allowed.
        case white
    }

    public struct List: Sendable, Hashable {
        public let fileName: String
        public let format: ListFormat
        /// The file whose ``SquidGuardDiff`` changes this one.
        public let diffFileName: String?
    }

    /// The lists, in the order in which squidGuard asks them: domains, urls, expressions.
    public let lists: [List]
    /// The file that ``usage(_:)`` reads, where there is one.
    public let usageFileName: String?

    /// - Parameter fileNames: the names of the folder's files, without path.
    public init(fileNames: some Sequence<String>) {
        var lists: [List] = []
        var usage: String?
        let names = fileNames.sorted()
        for name in names {
            if let format = Self.format(ofFileNamed: name) {
                let diff = Self.stem(of: name) + ".diff"
                lists.append(List(fileName: name, format: format, diffFileName: names.first { Self.stem(of: $0) == diff }))
            }
            if Self.stem(of: name) == "usage" { usage = name }
        }
        self.lists = lists.sorted { Self.rank($0.format) < Self.rank($1.format) }
        usageFileName = usage
    }

    /// The format of a file by its name (a path before it is passed over); `nil` for a file that is no list.
    public static func format(ofFileNamed name: String) -> ListFormat? {
        switch stem(of: name) {
        case "domains": .domains
        case "urls": .urls
        case "expressions": .squidGuardExpressions
        case "domains.diff", "urls.diff": .squidGuardDiff
        default: nil
        }
    }

    /// What a `usage` file says: one word a line, `black` where it says both; `nil` where it says neither.
    public static func usage(_ bytes: Span<UInt8>) -> Usage? {
        var found: Usage?
        var reader = LineReader(bytes)
        while let line = reader.next(in: bytes) {
            let word = bytes.extracting(line.range).trimmed
            if word.equals("black") { return .black }
            if word.equals("white") { found = .white }
        }
        return found
    }

    private static func stem(of name: String) -> Substring {
        let last = name.split(separator: "/").last ?? ""
        return last.hasSuffix(".gz") ? last.dropLast(3) : last
    }

    private static func rank(_ format: ListFormat) -> Int {
        switch format {
        case .domains: 0
        case .urls: 1
        case .squidGuardDiff: 2
        default: 3
        }
    }
}
