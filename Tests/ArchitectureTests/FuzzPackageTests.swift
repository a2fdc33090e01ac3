import Foundation
import Testing

/// The fuzz targets take ten minutes to build, so no test builds them; what they take from the sources must at least be there.
@Suite struct FuzzPackageTests {
    private static let folder = SourceTree.root.appending(path: "Tests/Fuzz/Sources")

    @Test func `every link of the fuzz package leads to something`() throws {
        let files = FileManager.default
        for folder in [Self.folder, Self.folder.appending(path: "breakwater-fuzz/Linked")] {
            let names = try files.contentsOfDirectory(atPath: folder.path)
            #expect(names.count > 10)
            // Follows links.
            for name in names { #expect(files.fileExists(atPath: folder.appending(path: name).path), "Tests/Fuzz: \(name) leads nowhere") }
        }
    }

    @Test func `every file that the fuzz package names is there`() throws {
        var target = ""
        var count = 0
        for match in try manifest().matches(of: #/name: "([\w-]+)"|sources: \[([^\]]*)\]/#) {
            if let name = match.1 { target = String(name) }
            for source in (match.2 ?? "").matches(of: #/"([^"]+)"/#) {
                count += 1
                let path = Self.folder.appending(path: "\(target)/\(source.1)").path
                #expect(FileManager.default.fileExists(atPath: path), "Tests/Fuzz/Package.swift: there is no \(target)/\(source.1)")
            }
        }
        #expect(count > 15)
    }

    @Test func `the fuzz package asks for the libraries that the product is built with`() throws {
        let own = try String(contentsOf: SourceTree.root.appending(path: "Package.swift"), encoding: .utf8)
        let asked = try manifest().matches(of: #/\.package\(url: [^)]+\)/#)
        #expect(!asked.isEmpty)
        for package in asked { #expect(own.contains(package.0), "Tests/Fuzz/Package.swift: the product has another version than \(package.0)") }
    }

    private func manifest() throws -> String {
        try String(contentsOf: SourceTree.root.appending(path: "Tests/Fuzz/Package.swift"), encoding: .utf8)
    }
}
