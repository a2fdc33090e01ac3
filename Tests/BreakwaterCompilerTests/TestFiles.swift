import Foundation
import Testing

/// Where the real lists and requests are, which are not part of the repository.
enum TestFiles {
    /// The package's root: this file lies in `Tests/BreakwaterCompilerTests`.
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `BREAKWATER_DATA`, else `../shared/data`.
    private static let data: URL? = {
        let named = ProcessInfo.processInfo.environment["BREAKWATER_DATA"].map { URL(filePath: $0) }
        let folder = named ?? root.deletingLastPathComponent().appending(path: "shared/data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static let isDataPresent = data != nil
    static let dataHint: Comment = "needs the folder of real lists and requests: set BREAKWATER_DATA"

    /// A file's bytes, decompressed where its name ends in `.gz`.
    static func bytes(_ path: String) throws -> [UInt8] {
        let file = (data ?? root).appending(path: path)
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

    static func lines(_ path: String) throws -> [String] {
        String(decoding: try bytes(path), as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }
}
