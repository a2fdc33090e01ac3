import BreakwaterServer
import Foundation
import TestSupport
import Testing

@Suite struct BundleCacheTests {
    private let folder: TemporaryFolder
    private let cache: BundleCache

    init() throws {
        folder = try TemporaryFolder()
        cache = BundleCache(stateDirectory: folder.path)
    }

    private func bundle(of name: String) throws -> (path: String, isNew: Bool) {
        let list = try folder.write("\(name).txt", "\(name).test\n")
        let made = try cache.bundle(for: PolicyCompilation(lists: [ListArgument("games=\(list):domains")])) { _ in }
        return (made.path, made.result != nil)
    }

    private func modified(_ path: String) throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }

    @Test func `what was compiled is found again, and its file is left as it was`() throws {
        let first = try bundle(of: "a")
        #expect(first.isNew)
        let long = Date(timeIntervalSince1970: 1_000_000_000)
        try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: first.path)
        let again = try bundle(of: "a")
        #expect(again.path == first.path && !again.isNew)
        // The record of a full verification holds for a file that nobody touched.
        #expect(try modified(first.path) == long)
    }

    @Test func `three bundles are kept, those that were used last`() throws {
        let bundles = try ["a", "b", "c"].map { try bundle(of: $0).path }
        // As if they had been used minutes apart, the first one last.
        for (bundle, minutes) in zip(bundles, [-1.0, -3, -2]) {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: 60 * minutes)], ofItemAtPath: bundle + ".used")
        }
        let newest = try bundle(of: "d")
        let kept = try Set(FileManager.default.contentsOfDirectory(atPath: folder.path + "/bundles"))
        let expected = [bundles[0], bundles[2], newest.path].map { ($0 as NSString).lastPathComponent }
        #expect(kept == Set(expected + expected.map { $0 + ".used" }))
    }
}
