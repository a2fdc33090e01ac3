import BreakwaterPolicy
public import BreakwaterRules
import Foundation

/// One file that a linter looks at, and what its entries mean.
public struct LintSource: Sendable, Hashable {
    let path: String
    let format: ListFormat
    /// The list's id in its policy; the file's path without one.
    let list: String
    let kind: ListSource.Kind
    let category: CategoryID?
    let subdomains: ListSource.Subdomains
    /// Whether anybody blocks or warns of the category: a list of what is allowed may name what it likes.
    var isLimiting = true

    /// What belongs together: lists of one category cancel and repeat each other.
    var group: String {
        switch kind {
        case .sealed: "sealed"
        case .help: "help"
        case .normal, .exception: "category " + (category?.rawValue ?? "")
        }
    }

    /// How deep a tree of folders is followed: `tree/category/file`.
    private static let maximumDepth = 3

    /// The files of a list without a policy: a file, gzip or plain, a squidGuard folder, or a tree of them.
    ///
    /// - Parameter format: `nil` detects each file's own.
    public static func files(at path: String, format: ListFormat? = nil) throws -> [LintSource] { try files(at: path, format, depth: 0) }

    private static func files(at path: String, _ format: ListFormat?, depth: Int) throws -> [LintSource] {
        guard let kind = FileKind.of(path) else {
            throw ServerError(.unreadable, "there is no such file or folder", at: DocumentPosition(file: path, line: 0))
        }
        guard kind == .folder else { return [try source(path, format)] }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        var found = try SquidGuardDirectory(fileNames: names).lists.map { try source(path + "/" + $0.fileName, format ?? $0.format) }
        guard depth < maximumDepth else { return found }
        for name in names where !name.hasPrefix(".") {
            if FileKind.of(path + "/" + name) == .folder { found += try files(at: path + "/" + name, format, depth: depth + 1) }
        }
        return found
    }

    private static func source(_ path: String, _ format: ListFormat?) throws(ServerError) -> LintSource {
        let told = if let format { format } else { try detected(path) }
        return LintSource(
            path: path, format: told, list: path, kind: .normal, category: nil, subdomains: .format)
    }

    /// The files of a policy's lists.
    public static func files(of compilation: PolicyCompilation) throws -> [LintSource] {
        var found: [LintSource] = []
        let limited = limitedCategories(compilation.policy)
        for (list, files) in zip(compilation.policy.lists, compilation.files) {
            for file in files {
                let named = list.format == ListFormat.squidGuard.rawValue ? file.format : list.format.flatMap(ListFormat.init(rawValue:)) ?? file.format
                found.append(
                    LintSource(
                        path: file.path, format: try named ?? detected(file.path), list: list.id, kind: list.kind, category: list.category,
                        subdomains: list.subdomains, isLimiting: list.kind == .sealed || list.category.map(limited.contains) ?? true))
            }
        }
        return found
    }

    /// The categories that a profile or one of its schedules does not allow.
    private static func limitedCategories(_ policy: Policy) -> Set<CategoryID> {
        var found: Set<CategoryID> = []
        for profile in policy.profiles {
            found.formUnion(profile.categories.filter { $0.value != .allow }.map(\.key))
            for case .categories(let actions) in profile.schedules.map(\.effect) { found.formUnion(actions.filter { $0.value != .allow }.map(\.key)) }
        }
        return found
    }

    private static func detected(_ path: String) throws(ServerError) -> ListFormat {
        var file = try CompressedFile(path: path)
        var head: [UInt8] = []
        while head.count < ListFormat.detectionLength {
            let bytes = try file.read()
            if bytes.isEmpty { break }
            head += bytes
        }
        guard let format = ListFormat.detect(head.span.extracting(first: min(head.count, ListFormat.detectionLength)), fileName: path) else {
            throw ServerError(.invalid, "its format cannot be told; name it with --format", at: DocumentPosition(file: path, line: 0))
        }
        return format
    }
}
