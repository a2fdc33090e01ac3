package import BreakwaterBundle
package import BreakwaterMatching

extension BundleCompiler {
    /// A phrase table of literals as they are, for benchmarks and tests that compare byte scanners.
    package static func literalTable(_ literals: [String], path: String) throws(BundleError) -> PhraseTable {
        var builder = PhraseBuilder()
        for literal in literals { builder.add([literal], weight: 1, isException: false, list: 0, category: 0) }
        var writer = BundleWriter(createdAt: 0, hashKey: (1, 2))
        builder.finish(into: &writer)
        _ = try writer.write(to: path)
        return try PhraseTable(BundleReader(path: path, verification: .full))
    }
}
