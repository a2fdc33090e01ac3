package import BreakwaterBundle

/// Adblock, squidGuard and profile URL rules, found by ``RuleIndex``.
///
/// Section `urlRules`: records of ``RuleRecord``.
package final class URLRuleTable: Sendable {
    private let rules: BundleSection
    package let count: Int

    package init(_ reader: BundleReader) throws(BundleError) {
        rules = reader.section(.urlRules)
        count = rules.count / RuleRecord.byteCount
        guard rules.count % RuleRecord.byteCount == 0 else {
            throw BundleError(.invalid, "\(reader.path): the URL rules are not whole; compile the policy again")
        }
    }

    @inline(__always)
    package func record(_ number: UInt32) -> RuleRecord { rules.withBytes { RuleRecord($0, Int(number)) } }
}
