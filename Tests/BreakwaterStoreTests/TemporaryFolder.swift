import Foundation

/// A folder of a test's own, deleted with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "breakwater-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // a folder that stays behind harms nothing
    }

    func file(_ name: String) -> String { path + "/" + name }

    /// Whether any file in the folder has these bytes in it.
    func contains(_ text: String) throws -> Bool {
        let needle = Data(text.utf8)
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            let content = try Data(contentsOf: URL(fileURLWithPath: file(name)))
            if content.range(of: needle) != nil { return true }
        }
        return false
    }
}
