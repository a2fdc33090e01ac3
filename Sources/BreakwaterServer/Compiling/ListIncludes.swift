import BreakwaterPolicy
import BreakwaterRules
import Foundation

/// The files that an e2guardian list includes, each read as a list of its own format and under its own name.
///
/// A list may include only what lies in its own folder, so that a list from elsewhere cannot have any file of the machine read into a
/// bundle or quoted in a diagnostic. Depth and number are bounded, and a file is read once.
struct ListIncludes {
    static let maximumDepth = 8
    static let maximumFiles = 1_000
    /// Bytes of a list that is looked through for `.Include`; lists of names are larger, and include nothing.
    static let maximumBytes = 8 << 20

    private let root: String
    private var seen: Set<String>
    private(set) var files: [ListFiles.File] = []
    private var diagnostics: [RuleDiagnostic] = []

    /// - Parameter path: a list's file.
    private init(_ path: String) {
        root = Self.realPath((path as NSString).deletingLastPathComponent)
        seen = [Self.realPath(path)]
    }

    /// The file, and those that it includes behind it.
    static func files(of path: String) throws(ServerError) -> [ListFiles.File] {
        var includes = ListIncludes(path)
        let context = try includes.follow(path, depth: 0, chain: [Self.realPath(path)])
        var main = ListFiles.File(path: path, format: nil)
        main.context = context
        main.diagnostics = includes.diagnostics
        return [main] + includes.files
    }

    private mutating func follow(_ path: String, depth: Int, chain: [String]) throws(ServerError) -> ListContext {
        guard let size = FileKind.size(of: path), size <= Self.maximumBytes else { return ListContext() }
        let bytes = try CompressedFile.contents(of: path, limit: 16 * Self.maximumBytes)
        let found = IncludeScanner.includes(in: bytes.span)
        for include in found { try follow(include, from: path, depth: depth, chain: chain) }
        return ListContext(followsIncludes: !found.isEmpty)
    }

    private mutating func follow(
        _ include: IncludeScanner.Include, from path: String, depth: Int, chain: [String]
    ) throws(ServerError) {
        let written = include.path.hasPrefix("/") ? include.path : (path as NSString).deletingLastPathComponent + "/" + include.path
        let target = Self.realPath(written)
        let shown = "`.Include<\(include.path)>`"
        if target != root, !target.hasPrefix(root == "/" ? root : root + "/") {
            return report(path, include.line, "\(shown) is left out: a list includes only what lies in its own folder, `\(root)`")
        }
        if chain.contains(target) { return report(path, include.line, "\(shown) is left out: the file includes itself") }
        guard depth < Self.maximumDepth else {
            return report(path, include.line, "\(shown) is left out: more than \(Self.maximumDepth) files include one another")
        }
        guard FileKind.of(target) == .file else { return report(path, include.line, "\(shown) is left out: there is no such file") }
        guard !seen.contains(target) else {
            return report(path, include.line, "\(shown) is left out: the file was included before")
        }
        guard files.count < Self.maximumFiles else {
            return report(path, include.line, "\(shown) is left out: more than \(Self.maximumFiles) files are included")
        }
        seen.insert(target)
        let index = files.count
        files.append(ListFiles.File(path: target, format: nil))
        var context = try follow(target, depth: depth + 1, chain: chain + [target])
        context.category = include.category
        files[index].context = context
    }

    private mutating func report(_ path: String, _ line: LineNumber, _ message: String) {
        diagnostics.append(RuleDiagnostic(severity: .warning, kind: .directive, file: path, line: line, message: message))
    }

    private static func realPath(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}
