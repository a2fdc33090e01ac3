package import Foundation

/// Where the package's own corpus is, and the real lists, requests and published cases, which are not part of the repository.
package enum TestFiles {
    /// The package's root: this file lies in `Tests/TestSupport`.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    package static let rootPath = root.path

    /// `BREAKWATER_DATA`, else `../shared/data`.
    package static let data: URL? = {
        let named = ProcessInfo.processInfo.environment["BREAKWATER_DATA"].map { URL(filePath: $0) }
        let folder = named ?? root.deletingLastPathComponent().appending(path: "shared/data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    package static let isDataPresent = data != nil
    package static let dataHint = "needs the folder of real lists, requests and published cases: set BREAKWATER_DATA"

    /// The bytes of a file of the data, decompressed where its name ends in `.gz`.
    package static func bytes(_ path: String) throws -> [UInt8] { try bytes(of: (data ?? root).appending(path: path)) }

    package static func bytes(of file: URL) throws -> [UInt8] {
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

    package static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    package static func lines(_ path: String) throws -> [String] { try text(path).split(whereSeparator: \.isNewline).map(String.init) }
}
