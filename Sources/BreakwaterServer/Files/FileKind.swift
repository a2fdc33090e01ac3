import Foundation

/// What a path leads to, links followed.
enum FileKind {
    case file
    case folder

    /// - Returns: `nil` where there is nothing.
    static func of(_ path: String) -> FileKind? {
        var isFolder: ObjCBool = false
        // The pointer is used during the call only.
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
        return isFolder.boolValue ? .folder : .file
    }
}

extension FileKind {
    /// Bytes of a file; `nil` where there is none.
    static func size(of path: String) -> Int? {
        guard of(path) == .file else { return nil }
        return (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    }
}
