import Foundation
import Testing

@Suite struct ImportTests {
    @Test func `every target has a row and every row a target`() throws {
        #expect(Set(try SourceTree.targets()) == Set(ImportTable.rows.map(\.target)))
    }

    @Test(arguments: ImportTable.rows.map(\.target))
    func `a target imports only what its row names`(target: String) throws {
        let row = try #require(ImportTable.rows.first { $0.target == target })
        let allowed = row.ours.union(row.others).union(ImportTable.toolchain)
        for file in try SourceTree.files(in: "Sources/\(target)", ["swift"]) {
            let extra = SourceTree.imports(file).subtracting(allowed)
            #expect(extra.isEmpty, "\(file.path) imports \(extra.sorted().joined(separator: ", "))")
        }
    }

    @Test func `no row leads back to itself`() {
        let ours = Dictionary(uniqueKeysWithValues: ImportTable.rows.map { ($0.target, $0.ours) })
        for target in ours.keys {
            var reached: Set<String> = []
            var open = ours[target] ?? []
            while let next = open.popFirst() {
                guard reached.insert(next).inserted else { continue }
                open.formUnion(ours[next] ?? [])
            }
            #expect(!reached.contains(target), "\(target) imports itself by a detour")
        }
    }

    /// The document's rows are `| target | ours | others |` between two markers; names of ours go without `Breakwater`.
    @Test func `the document's table is this one`() throws {
        let text = try String(contentsOf: SourceTree.root.appending(path: "docs/ARCHITECTURE.md"), encoding: .utf8)
        let parts = text.components(separatedBy: "<!-- import table -->")
        try #require(parts.count == 3, "docs/ARCHITECTURE.md needs the table between two `<!-- import table -->` markers")
        var written: [ImportTable.Row] = []
        for line in parts[1].split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { Self.names($0) }
            try #require(cells.count == 3, "\(line)")
            for target in cells[0] { written.append(ImportTable.Row(target, Set(cells[1]), Set(cells[2]))) }
        }
        #expect(Set(written.map(\.target)) == Set(ImportTable.rows.map(\.target)))
        for row in ImportTable.rows { #expect(written.contains(row), "docs/ARCHITECTURE.md says something else of \(row.target)") }
    }

    private static func names(_ cell: Substring) -> [String] {
        cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
