public import BreakwaterCompiler
public import BreakwaterPolicy
public import BreakwaterRules
import BreakwaterText
import BreakwaterURL
import Foundation

/// A policy with all of its lists found, ready to become a bundle.
public struct PolicyCompilation: Sendable {
    /// What came of it.
    public struct Result: Sendable {
        public let summary: CompilationSummary
        /// Bad and odd lines of lists; they do not stop a compilation.
        public let diagnostics: [RuleDiagnostic]
    }

    /// The policy as the bundle will hold it.
    public let policy: Policy
    /// Subscribed lists that were never fetched, and are left out.
    public let missingLists: [String]
    let documents: [String]
    let files: [[ListFiles.File]]

    /// - Parameters:
    ///   - document: a policy that was read.
    ///   - stateDirectory: where fetched lists are.
    public init(_ document: PolicyDocument, stateDirectory: String) throws(ServerError) {
        let copies = ListSubscription.all(of: document.policy, stateDirectory: stateDirectory)
        var lists: [ListSource] = []
        var files: [[ListFiles.File]] = []
        var missing: [String] = []
        for list in document.policy.lists {
            let copy = copies.first { $0.id == list.id }?.path
            guard let path = list.path.map({ DocumentPath.resolve($0, from: document.baseDirectory) }) ?? copy else { continue }
            if list.path == nil, !FileManager.default.fileExists(atPath: path) {
                missing.append(list.id)
                continue
            }
            lists.append(list)
            do {
                files.append(try ListFiles.files(at: path))
            } catch {
                throw ServerError(error.code, "list `\(list.id)`: \(error)", at: document.listPositions[list.id])
            }
        }
        var policy = document.policy
        policy.lists = lists
        self.policy = policy
        self.files = files
        documents = document.files
        missingLists = missing
    }

    init(policy: Policy, files: [[ListFiles.File]]) {
        self.policy = policy
        self.files = files
        documents = []
        missingLists = []
    }

    /// Compiles and writes the bundle; it takes its place only when it is whole.
    ///
    /// - Parameter progress: told which list comes next.
    public func write(to path: String, progress: (String) -> Void = { _ in }) throws -> Result {
        var compiler = try BundleCompiler(policy: policy, publicSuffixes: PublicSuffixFile.read())
        var encodings: [RuleDiagnostic] = []
        for (list, files) in zip(policy.lists, files) {
            for file in files {
                progress(list.id)
                let text = ListText(try file.contents(), path: file.path, charset: list.charset.flatMap(CharacterEncoding.init(label:)))
                encodings += text.diagnostics + file.diagnostics
                let format = list.format == nil ? file.format : Self.format(of: file, in: list)
                let bytes = text.bytes
                try compiler.add(list.id, file: file.path, format: format, bytes: bytes.span, context: file.context)
            }
        }
        progress("writing \(path)")
        let diagnostics = encodings + compiler.diagnostics
        return Result(summary: try compiler.write(to: path), diagnostics: diagnostics)
    }

    /// A squidGuard folder's files each have their own format.
    private static func format(of file: ListFiles.File, in list: ListSource) -> ListFormat? {
        list.format == ListFormat.squidGuard.rawValue ? file.format : nil
    }
}

/// The public suffixes of Debian's package `publicsuffix`.
enum PublicSuffixFile {
    private static let paths = ["/usr/share/publicsuffix/public_suffix_list.dat", "/usr/local/share/publicsuffix/public_suffix_list.dat"]

    /// - Returns: `nil` where the package is not installed; then every top-level domain is the only suffix.
    static func read() throws(ServerError) -> PublicSuffixList? {
        guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else { return nil }
        return PublicSuffixList(parsing: String(decoding: try CompressedFile.contents(of: path, limit: 16 << 20), as: UTF8.self))
    }
}
