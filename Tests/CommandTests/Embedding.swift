import BreakwaterCompiler
import BreakwaterPolicy
import BreakwaterRules
import Foundation

/// A temporary folder with a bundle and a C program linked to the library that was built beside these tests.
struct Embedding {
    let folder: URL
    var bundle: String { folder.appendingPathComponent("test.bwb").path }
    private var program: String { folder.appendingPathComponent("embed").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("embed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try writeBundle()
        let library = Self.libraryFolder ?? ""
        let built = try Self.launch(
            Self.compiler,
            [
                "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-I", Self.header, "-x", "c", Self.fixture, "-x", "none", "-o",
                program, "-L", library,
                "-lbreakwater-c", "-Wl,-rpath,\(library)", "-pthread", "-Wl,--allow-shlib-undefined",
            ])
        guard built.status == 0 else { throw CocoaError(.fileWriteUnknown, userInfo: [NSDebugDescriptionErrorKey: built.output]) }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> (status: Int32, output: String) {
        try Self.launch(program, arguments, environment: environment)
    }

    private func writeBundle() throws {
        let text = LocalizedText(en: "Gambling", ja: "ギャンブル")
        guard let gambling = CategoryID("gambling") else { throw CocoaError(.coderInvalidValue) }
        let policy = Policy(
            name: LocalizedText(en: "Test", ja: "試験"),
            categories: [Category(id: gambling, name: text, description: text, forChildren: text, topic: "content")],
            profiles: [
                Profile(id: "child", name: text, ageBand: .from6to9, categories: [gambling: .block], deny: ["ok.test/mine"]),
                Profile(id: "adult", name: text, ageBand: .adult),
            ],
            defaultProfile: "child",
            lists: [ListSource(id: "starter", format: "domains", category: gambling, licence: "CC0-1.0", version: "1")])
        var compiler = try BundleCompiler(policy: policy)
        let list = Array("bad.test\n".utf8)
        try compiler.add("starter", file: "starter.txt", format: .domains, bytes: list.span)
        _ = try compiler.write(to: bundle)
    }

    // MARK: Where things are

    static let compiler = ["/usr/bin/gcc", "/usr/bin/cc", "/usr/bin/clang"].first { FileManager.default.isExecutableFile(atPath: $0) } ?? ""

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let header = root.appendingPathComponent("Sources/CBreakwater/include").path
    // Why `.txt`: SwiftPM takes a C file in the folder of a Swift test target for a source, and refuses the target.
    private static let fixture = root.appendingPathComponent("Tests/CommandTests/Fixtures/embed.c").path

    /// The build folder these tests run from, where SwiftPM puts the library too.
    static let libraryFolder: String? = {
        let folders = ["/proc/self/exe", CommandLine.arguments.first ?? ""].map {
            URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent().path
        }
        let named = CommandLine.arguments.filter { $0.hasSuffix(".xctest") }.map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().path
        }
        let usual = ["release", "debug"].map { root.appendingPathComponent(".build/\($0)").path }
        return (named + folders + usual).first { FileManager.default.fileExists(atPath: $0 + "/libbreakwater-c.so") }
    }()

    static var isPossible: Bool { libraryFolder != nil && !compiler.isEmpty }

    static func launch(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
