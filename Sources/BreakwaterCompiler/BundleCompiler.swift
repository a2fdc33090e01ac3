import BreakwaterBundle
import BreakwaterMatching
public import BreakwaterPolicy
public import BreakwaterRules
public import BreakwaterURL
public import Foundation

/// Turns a policy and the bytes of its lists into one bundle.
///
/// The caller reads (and decompresses) files; the compiler never touches the network and writes one file. It cannot be copied, because
/// millions of names would be.
/// ```swift
/// var compiler = try BundleCompiler(policy: policy, publicSuffixes: suffixes)
/// try compiler.add("gambling", file: "lists/gambling.txt", format: .domains, bytes: bytes.span)
/// let summary = try compiler.write(to: "household.bwb")
/// ```
public struct BundleCompiler: ~Copyable {
    private let policy: Policy
    private let createdAt: Int64
    private let hashKey: (UInt64, UInt64)
    private var builder: IndexBuilder
    private var inventory: [ListInventory]

    /// - Parameters:
    ///   - publicSuffixes: decides which requests are third-party; without it every top-level domain is the only suffix.
    ///   - createdAt: seconds since the epoch.
    ///   - hashKey: drawn at random unless a test wants the same bytes twice.
    /// - Throws: ``CompilerError`` `tooManyCategories` (more than 128), `tooManyLists` (more than 60,000) or `badEntry`.
    public init(
        policy: Policy, publicSuffixes: PublicSuffixList? = nil, createdAt: Int64 = Int64(Date().timeIntervalSince1970),
        hashKey: (UInt64, UInt64)? = nil
    ) throws(CompilerError) {
        guard policy.categories.count <= 128 else {
            throw CompilerError(.tooManyCategories, "a policy may have 128 categories, not \(policy.categories.count)")
        }
        guard policy.lists.count + 2 * policy.profiles.count <= 60_000 else {
            throw CompilerError(.tooManyLists, "a policy may have 60,000 lists, not \(policy.lists.count)")
        }
        let random = SHA256.randomBytes(16)
        func word(_ start: Int) -> UInt64 { random[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        let key = hashKey ?? (word(0), word(8))
        var builder = IndexBuilder(
            hasher: NameHasher(key: key), policy: policy, publicSuffixes: publicSuffixes ?? PublicSuffixList(parsing: ""))
        for index in policy.profiles.indices { try builder.addEntries(ofProfile: index, in: policy) }
        self.policy = policy
        self.createdAt = createdAt
        self.hashKey = key
        self.builder = builder
        inventory = policy.lists.map { ListInventory(id: $0.id) }
    }

    /// Everything that was said about the lists so far; the first 1,000 a list are kept.
    public var diagnostics: [RuleDiagnostic] { builder.diagnostics }

    /// Adds one file of a list; a list of several files (a squidGuard folder) is added file by file.
    ///
    /// - Parameters:
    ///   - id: the list's id in the policy.
    ///   - file: the name that diagnostics give.
    ///   - format: `nil` detects it.
    ///   - context: of a file that another list includes.
    /// - Throws: ``CompilerError`` `unknownList`, or `unknownFormat` where the format can't be told.
    @discardableResult
    public mutating func add(
        _ id: String, file: String, format: ListFormat? = nil, bytes: Span<UInt8>, context: ListContext = ListContext()
    ) throws(CompilerError) -> ParseSummary {
        guard let index = policy.lists.firstIndex(where: { $0.id == id }) else {
            throw CompilerError(.unknownList, "the policy has no list `\(id)`")
        }
        let source = policy.lists[index]
        let named = format ?? source.format.flatMap(ListFormat.init(rawValue:))
        guard let format = named ?? ListFormat.detect(bytes.upToDetectionLength, fileName: file) else {
            throw CompilerError(.unknownFormat, "\(file): the format of this list cannot be told from its contents; name it with `format:`")
        }
        builder.begin(list: index, source, file: file)
        let summary = ListParser(format: format, file: file, context: context).parse(bytes, into: &builder)
        inventory[index].hosts += builder.hostCount
        inventory[index].rules += builder.ruleCount
        inventory[index].errors += builder.errorCount
        inventory[index].warnings += builder.warningCount
        return summary
    }

    /// Writes the bundle beside `path` and renames it into place.
    ///
    /// - Throws: ``CompilerError`` `unwritable`.
    public consuming func write(to path: String) throws(CompilerError) -> CompilationSummary {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var writer = BundleWriter(createdAt: createdAt, hashKey: hashKey)
        do {
            writer.add(.policy, Array(try encoder.encode(policy)))
            writer.add(.inventory, Array(try encoder.encode(inventory)))
        } catch {
            throw CompilerError(.unwritable, "\(path): the policy cannot be encoded (\(error))")
        }
        var summary = CompilationSummary(
            identity: "", bundleBytes: 0, lists: inventory, names: 0, nameBytes: 0, urlRules: 0, expressions: 0,
            unfilteredExpressions: 0, phrases: 0, addresses: 0, hashes: 0)
        builder.finish(into: &writer, &summary)
        do throws(BundleError) {
            let written = try writer.write(to: path)
            summary.identity = SHA256.hexadecimal(written.identity)
            summary.bundleBytes = written.length
        } catch {
            throw CompilerError(.unwritable, error.message)
        }
        return summary
    }
}

extension IndexBuilder {
    /// Adds the profile's own entries, as lists of their own behind the policy's.
    fileprivate mutating func addEntries(ofProfile index: Int, in policy: Policy) throws(CompilerError) {
        let profile = policy.profiles[index]
        for (isDeny, entries) in [(false, profile.allow), (true, profile.deny)] {
            for text in entries {
                let entry: EntryPattern
                do throws(URLSyntaxError) {
                    entry = try EntryPattern(text)
                } catch {
                    throw CompilerError(.badEntry, "profile `\(profile.id)`: entry `\(text)`: \(error.message)")
                }
                guard (entry.expression?.utf8.count ?? 0) <= EntryPattern.maximumExpressionLength else {
                    throw CompilerError(.badEntry, "profile `\(profile.id)`: an entry's path may have about 4,000 bytes: `\(text.prefix(80))…`")
                }
                add(entry, text: text, list: policy.lists.count + 2 * index + (isDeny ? 1 : 0))
            }
        }
    }
}

extension Span<UInt8> {
    /// As much of the list as detection reads.
    var upToDetectionLength: Span<UInt8> {
        @_lifetime(copy self)
        get { extracting(first: Swift.min(count, ListFormat.detectionLength)) }
    }
}
