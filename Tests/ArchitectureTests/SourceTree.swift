import Foundation

/// The package's own folders, found from where this file lies.
enum SourceTree {
    struct File {
        /// Relative to the package's folder.
        var path: String
        var text: String
    }

    /// The package's folder.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folders directly in `Sources`, sorted.
    static func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Every file below a folder whose name has one of the extensions; build products and hidden folders are passed over.
    static func files(in folder: String, _ extensions: Set<String>) throws -> [File] {
        let base = root.appending(path: folder).resolvingSymlinksInPath()
        var found: [File] = []
        let keys: [URLResourceKey] = [.isRegularFileKey]
        guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: keys, options: [.skipsHiddenFiles])
        else { return [] }
        for case let url as URL in walk where extensions.contains(url.pathExtension) {
            let path = folder + url.resolvingSymlinksInPath().path.dropFirst(base.path.count)
            guard !path.contains("/.build/") else { continue }
            found.append(File(path: path, text: String(decoding: try Data(contentsOf: url), as: UTF8.self)))
        }
        return found.sorted { $0.path < $1.path }
    }

    /// The files directly in the package's folder.
    static func topFiles() throws -> [File] {
        try FileManager.default.contentsOfDirectory(atPath: root.path).filter { $0.contains(".") && !$0.hasPrefix(".") }.sorted().map {
            name in
            File(path: name, text: String(decoding: try Data(contentsOf: root.appending(path: name)), as: UTF8.self))
        }
    }

    /// The modules that a Swift file imports.
    static func imports(_ file: File) -> Set<String> {
        var modules: Set<String> = []
        for line in file.text.split(separator: "\n") {
            var words = line.split(separator: " ")[...]
            while let word = words.first, word.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains(word)
            {
                words.removeFirst()
            }
            guard words.first == "import", words.count > 1 else { continue }
            words.removeFirst()
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
            if let kind = words.first, kinds.contains(kind) { words.removeFirst() }
            if let module = words.first?.split(separator: ".").first { modules.insert(String(module)) }
        }
        return modules
    }
}
