import BreakwaterPolicy
import BreakwaterRules
import Foundation

/// The files that a list is made of: one file, or those of a folder.
struct ListFiles {
    struct File: Hashable {
        let path: String
        /// `nil` takes the list's own, or detects it.
        let format: ListFormat?
        /// A squidGuard `.diff` of this file.
        var diff: String?
        /// What a list that includes this one said, and what was wrong with what it includes.
        var context = ListContext()
        var diagnostics: [RuleDiagnostic] = []

        /// The file's bytes, decompressed and changed by its diff.
        func contents() throws(ServerError) -> [UInt8] {
            let bytes = try CompressedFile.contents(of: path)
            guard let diff else { return bytes }
            let changes = try CompressedFile.contents(of: diff)
            var changed = bytes
            SquidGuardDiff(changes.span).apply(to: &changed)
            return changed
        }
    }

    /// A folder of lists beyond this is no list.
    private static let maximumFiles = 1_000

    /// - Throws: `unreadable` where there is nothing, `invalid` where a folder holds no list.
    static func files(at path: String) throws(ServerError) -> [File] {
        let position = DocumentPosition(file: path, line: 0)
        guard let kind = FileKind.of(path) else { throw ServerError(.unreadable, "there is no such file or folder", at: position) }
        guard kind == .folder else { return try ListIncludes.files(of: path) }
        let names = try names(in: path)
        let known = SquidGuardDirectory(fileNames: names).lists.map { list in
            File(path: path + "/" + list.fileName, format: list.format, diff: list.diffFileName.map { path + "/" + $0 })
        }
        let found = known.isEmpty ? plainFiles(names, in: path) : known
        guard !found.isEmpty else {
            throw ServerError(.invalid, "this folder holds no list; for a tree of folders name them with `folders`", at: position)
        }
        guard found.count <= maximumFiles else { throw ServerError(.tooLarge, "this folder holds more than \(maximumFiles) files", at: position) }
        return found
    }

    /// The folders of a tree such as UT1, by name; empty where the path is a file or a list's own folder.
    static func categories(inTree path: String) throws(ServerError) -> [String] {
        guard FileKind.of(path) == .folder else { return [] }
        let names = try names(in: path)
        guard SquidGuardDirectory(fileNames: names).lists.isEmpty else { return [] }
        var found: [String] = []
        for name in names {
            guard FileKind.of(path + "/" + name) == .folder else { continue }
            if !SquidGuardDirectory(fileNames: try Self.names(in: path + "/" + name)).lists.isEmpty { found.append(name) }
        }
        return found
    }

    /// What a squidGuard folder's `usage` file says its lists are for: "white" lists name what is good.
    static func isWhite(_ folder: String) throws(ServerError) -> Bool {
        guard let name = SquidGuardDirectory(fileNames: try names(in: folder)).usageFileName else { return false }
        let bytes = try CompressedFile.contents(of: folder + "/" + name, limit: 1 << 20)
        return SquidGuardDirectory.usage(bytes.span) == .white
    }

    private static func plainFiles(_ names: [String], in path: String) -> [File] {
        names.filter { !$0.hasPrefix(".") && FileKind.of(path + "/" + $0) == .file }.map { File(path: path + "/" + $0, format: nil) }
    }

    private static func names(in path: String) throws(ServerError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw ServerError(.unreadable, "cannot be listed", at: DocumentPosition(file: path, line: 0))
        }
    }
}
