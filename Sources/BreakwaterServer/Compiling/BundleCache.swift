import BreakwaterBundle
import Foundation

/// Compiled bundles in the state folder, named by the content they were made from, so that a restart compiles nothing twice.
package struct BundleCache {
    /// Changes when the compiler makes other bundles of the same input.
    private static let version = "2"
    /// The one in use, the one before, and one for who still reads it.
    private static let keptBundles = 3

    private let folder: String

    package init(stateDirectory: String) { folder = stateDirectory + "/bundles" }

    /// - Returns: the path of a bundle made of this input; `isNew` says that it was compiled now.
    package func bundle(
        for compilation: PolicyCompilation, progress: (String) -> Void
    ) throws -> (path: String, result: PolicyCompilation.Result?) {
        try StateFolder.prepare(folder)
        let path = folder + "/" + (try key(of: compilation)) + ".bwb"
        if FileManager.default.fileExists(atPath: path) {
            try markUsed(path)
            return (path, nil)
        }
        let result = try compilation.write(to: path, progress: progress)
        try markUsed(path)
        try removeOld()
        return (path, result)
    }

    /// A damaged bundle is removed, so that the next start compiles it again.
    package func discard(_ path: String) {
        // Best effort: the error that led here is the one to report.
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.removeItem(atPath: Self.marker(path))
    }

    /// SHA-256 over the policy and the bytes of every list.
    private func key(of compilation: PolicyCompilation) throws -> String {
        var digest = DigestContext()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        add(Array(Self.version.utf8), to: &digest)
        add(Array(try encoder.encode(compilation.policy)), to: &digest)
        for files in compilation.files {
            for file in files {
                add(Array(file.path.utf8), to: &digest)
                var reader = try CompressedFile(path: file.path)
                while true {
                    let bytes = try reader.read()
                    if bytes.isEmpty { break }
                    digest.update(bytes.rawSpan)
                }
            }
        }
        return String(SHA256.hexadecimal(digest.finish()).prefix(40))
    }

    /// Each part behind its length, so that no two inputs run together.
    private func add(_ bytes: [UInt8], to digest: inout DigestContext) {
        digest.update(Array("\(bytes.count):".utf8).rawSpan)
        digest.update(bytes.rawSpan)
    }

    /// The time of use is that of a file beside the bundle: a bundle that is touched is no longer the one whose verification is on
    /// record.
    private func markUsed(_ path: String) throws { try Data().write(to: URL(fileURLWithPath: Self.marker(path))) }

    private static func marker(_ path: String) -> String { path + ".used" }

    private func removeOld() throws {
        let bundles = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".bwb") }.map { folder + "/" + $0 }
        let dated = bundles.map { path in
            // A bundle without its marker counts as never used.
            (path, (try? FileManager.default.attributesOfItem(atPath: Self.marker(path)))?[.modificationDate] as? Date ?? .distantPast)
        }
        for (path, _) in dated.sorted(by: { $0.1 > $1.1 }).dropFirst(Self.keptBundles) { discard(path) }
    }
}

/// The folder for everything that a process keeps.
enum StateFolder {
    /// Makes it, readable by its owner only.
    static func prepare(_ path: String) throws(ServerError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ServerError(
                .unwritable, "the state folder cannot be made; name another with --state DIR", at: DocumentPosition(file: path, line: 0))
        }
    }
}
