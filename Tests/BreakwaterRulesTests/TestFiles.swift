import Foundation
import Testing

/// Where the package's own corpus and the real lists are.
enum TestFiles {
    /// The package's root: this file lies in `Tests/BreakwaterRulesTests`.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let corpus = root.appending(path: "Corpus/rules")

    /// Real public lists, which are not part of the repository: `BREAKWATER_DATA`, else `../shared/data`.
    static let data: URL? = {
        let named = ProcessInfo.processInfo.environment["BREAKWATER_DATA"].map { URL(filePath: $0) }
        let folder = named ?? root.deletingLastPathComponent().appending(path: "shared/data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static let isDataPresent = data != nil
    static let dataHint: Comment = "needs the folder of real lists: set BREAKWATER_DATA"

    static func dataFile(_ path: String) throws -> [UInt8] {
        try bytes(of: (data ?? root).appending(path: path))
    }

    /// The file's bytes, decompressed where its name ends in `.gz`.
    static func bytes(of file: URL) throws -> [UInt8] {
        guard file.pathExtension == "gz" else { return [UInt8](try Data(contentsOf: file)) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return [UInt8](data)
    }

    static func files(under folder: String, where isWanted: (String) -> Bool = { _ in true }) -> [String] {
        guard let data else { return [] }
        let names = FileManager.default.subpaths(atPath: data.appending(path: folder).path) ?? []
        return names.filter { name in
            var isDirectory: ObjCBool = false
            let path = data.appending(path: folder).appending(path: name).path
            // The pointer to the local is used during the call only.
            let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            return exists && !isDirectory.boolValue && isWanted(name)
        }.map { "\(folder)/\($0)" }.sorted()
    }
}
