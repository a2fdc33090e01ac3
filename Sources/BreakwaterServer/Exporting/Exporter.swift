public import BreakwaterPolicy
import BreakwaterRules
import Foundation

/// Writes the names of a policy's lists for a resolver or another filter: parsed, in one spelling, each once.
///
/// A bundle holds fingerprints, so the lists are read. What a profile blocks is written: its categories, less the exceptions of each
/// category, less the places of help. Sealed lists are never written anywhere. A name below one that is written is left out, and an exception
/// below one is written where the format has a word for it.
public struct Exporter: Sendable {
    public struct Summary: Sendable, Hashable, Codable {
        public var names = 0
        public var rules = 0
        public var exceptions = 0
        /// Names that would cover themselves alone and were written as covering all below them (`widen`).
        public var widened = 0
        /// Entries that the format cannot say, by why.
        public var leftOut: [String: Int] = [:]
    }

    private let sources: [LintSource]
    private let categories: [CategoryID]
    private let title: String
    /// Whether names are written wider where the format cannot say "this name alone".
    private let widens: Bool

    /// - Parameters:
    ///   - compilation: the policy with its lists found.
    ///   - categories: what to write; `nil` takes what the profile blocks.
    ///   - profile: a name of the policy; `nil` takes the default profile.
    /// - Throws: `notFound` for a name that the policy does not have, `invalid` where there is nothing to write.
    public init(
        _ compilation: PolicyCompilation, categories: [CategoryID]? = nil, profile: String? = nil, widens: Bool = false
    ) throws {
        let policy = compilation.policy
        let id = try policy.profileID(named: profile)
        let blocked = policy.profiles.first { $0.id == id }.map { profile in profile.categories.filter { $0.value == .block }.map(\.key) } ?? []
        let known = policy.categories.map(\.id)
        if let missing = categories?.first(where: { !known.contains($0) }) {
            throw ServerError(.notFound, UnknownName.message("category", missing.rawValue, known.map(\.rawValue)))
        }
        self.categories = (categories ?? blocked).sorted()
        guard !self.categories.isEmpty else {
            throw ServerError(.invalid, "the profile `\(id)` blocks no category; name some with --category, or another profile with --profile")
        }
        let wanted = Set(self.categories)
        sources = try LintSource.files(of: compilation).filter { source in
            source.kind == .help || (source.kind != .sealed && source.category.map(wanted.contains) == true)
        }
        title = "\(policy.name.en): \(self.categories.map(\.rawValue).joined(separator: ", "))"
        self.widens = widens
    }

    /// Writes the file, or for `squidguard` the folder, beside its place and puts it there when it is whole.
    public func write(_ format: ExportFormat, to path: String) throws -> Summary {
        var collecting = ExportCollector(sources, categories)
        for (index, source) in sources.enumerated() {
            collecting.begin(index)
            try parse(source, into: &collecting)
        }
        let folder = format == .squidGuard ? path : nil
        if let folder { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
        var pass = ExportPass(
            collecting, format, widens: widens, names: try ExportFile(folder.map { $0 + "/domains" } ?? path),
            urls: try folder.map { try ExportFile($0 + "/urls") })
        for line in format.header(title: title, serial: UInt32(truncatingIfNeeded: Int64(Date().timeIntervalSince1970))) { try pass.names.line(line) }
        for (index, source) in sources.enumerated() {
            pass.begin(index)
            try parse(source, into: &pass)
            if let failure = pass.failure { throw failure }
        }
        try pass.finish()
        return pass.summary
    }

    private func parse(_ source: LintSource, into consumer: inout some RuleConsumer) throws {
        let bytes = ListText(try CompressedFile.contents(of: source.path), path: source.path).bytes
        ListParser(format: source.format, file: source.path).parse(bytes.span, into: &consumer)
    }
}

/// A file on its way: written beside its place.
struct ExportFile {
    private static let size = 256 << 10

    private let path: String
    private let partial: String
    private let file: FileHandle
    private var buffer: [UInt8] = []

    init(_ path: String) throws {
        self.path = path
        partial = "\(path).\(ProcessInfo.processInfo.processIdentifier).part"
        guard FileManager.default.createFile(atPath: partial, contents: nil), let file = FileHandle(forWritingAtPath: partial) else {
            throw ServerError(.unwritable, "cannot be written", at: DocumentPosition(file: path, line: 0))
        }
        self.file = file
    }

    mutating func line(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        buffer.append(0x0A)
        if buffer.count >= Self.size { try flush() }
    }

    private mutating func flush() throws {
        try file.write(contentsOf: Data(buffer))
        buffer.removeAll(keepingCapacity: true)
    }

    mutating func finish() throws {
        try flush()
        try file.close()
        guard unsafe rename(partial, path) == 0 else { throw ServerError(.unwritable, "cannot be replaced", at: DocumentPosition(file: path, line: 0)) }
    }

    func discard() {
        // Best effort: the error that led here is the one to report.
        try? FileManager.default.removeItem(atPath: partial)
    }
}
