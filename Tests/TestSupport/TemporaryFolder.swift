package import Foundation

/// A folder of a test's own, gone with its last reference.
package final class TemporaryFolder: Sendable {
    package let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "breakwater-test-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    // A folder that cannot be removed is the operating system's to clean; no test depends on it.
    deinit { try? FileManager.default.removeItem(at: url) }

    package var path: String { url.path }

    package func path(_ name: String) -> String { url.appending(path: name).path }

    /// - Parameter name: may lead through folders, which are made.
    /// - Returns: the file's path.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String { try write(name, bytes: Array(text.utf8)) }

    @discardableResult
    package func write(_ name: String, bytes: [UInt8]) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    package func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: name))) }

    /// Whether any file directly in the folder has these bytes in it.
    package func contains(_ text: String) throws -> Bool {
        let needle = Data(text.utf8)
        return try FileManager.default.contentsOfDirectory(atPath: path).contains { name in
            try Data(contentsOf: url.appending(path: name)).range(of: needle) != nil
        }
    }
}
