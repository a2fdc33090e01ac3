import BreakwaterBundle
import BreakwaterMatching

/// Collects expressions and files them in the literal filter.
struct ExpressionBuilder {
    private var records: [UInt8] = []
    private(set) var count = 0
    private(set) var unfilteredCount = 0

    mutating func add(_ record: RuleRecord, pattern: String, _ grams: inout GramIndexBuilder) {
        record.write(to: &records)
        if !grams.add(UInt32(count), anyOf: RequiredLiterals.anyOf(pattern)) { unfilteredCount += 1 }
        count += 1
    }

    consuming func finish(into writer: inout BundleWriter) { writer.add(.expressions, records) }
}
