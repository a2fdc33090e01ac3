import BreakwaterBundle
import BreakwaterMatching

/// Collects expressions and files them in the index.
struct ExpressionBuilder {
    private var records: [UInt8] = []
    private(set) var count = 0
    private(set) var unfilteredCount = 0

    mutating func add(_ record: RuleRecord, pattern: String, documents: [String], _ index: inout RuleIndexBuilder) {
        record.write(to: &records)
        if !index.add(expression: UInt32(count), record, anyOf: RequiredLiterals.anyOf(pattern), documents: documents) { unfilteredCount += 1 }
        count += 1
    }

    consuming func finish(into writer: inout BundleWriter) { writer.add(.expressions, records) }
}
