package import BreakwaterBundle
import Synchronization

/// Thousands of PCRE2 expressions, selected by ``RuleIndex``.
///
/// Section `expressions`: records as of URL rules. Programs are compiled when they are first needed (JIT code cannot be stored) and
/// published with one atomic store.
package struct ExpressionSet: Sendable {
    private let records: BundleSection
    private let strings: StringTable
    package let count: Int
    private let programs: ProgramCache

    package init(_ reader: BundleReader) throws(BundleError) {
        let records = reader.section(.expressions)
        guard records.count % RuleRecord.byteCount == 0 else {
            throw BundleError(.invalid, "\(reader.path): the expressions are not whole; compile the policy again")
        }
        count = records.count / RuleRecord.byteCount
        strings = StringTable(reader)
        programs = ProgramCache(count: count)
        self.records = records
    }

    package func record(_ number: Int) -> RuleRecord { RuleRecord(records.bytes, number) }

    /// Runs one expression over the URL.
    package func search(_ number: Int, _ subject: RawSpan, _ scratch: inout ExpressionScratch) -> PCRE2Pattern.Outcome {
        let outcome = programs.program(number) {
            let record = record(number)
            return try? PCRE2Pattern(
                strings.text(record.patternOffset, record.patternLength), matchesCase: record.shape.contains(.matchesCase))
        }?.search(subject, &scratch)
        // The compiler of the bundle refused patterns that do not compile: an absent program means another PCRE2 does not take it.
        guard let outcome, outcome != .budgetExceeded else {
            scratch.exceededCount &+= 1
            return .budgetExceeded
        }
        return outcome
    }
}

/// Programs by number, each made at most a few times and published once.
@safe
private final class ProgramCache: Sendable {
    private nonisolated(unsafe) let slots: UnsafeMutablePointer<Atomic<UInt>>
    private let count: Int

    init(count: Int) {
        self.count = count
        unsafe slots = .allocate(capacity: max(count, 1))
        for index in 0..<count { unsafe (slots + index).initialize(to: Atomic(0)) }
    }

    deinit {
        for index in 0..<count {
            let bits = unsafe slots[index].load(ordering: .acquiring)
            if let pointer = unsafe UnsafeRawPointer(bitPattern: bits) {
                unsafe Unmanaged<PCRE2Pattern>.fromOpaque(pointer).release()
            }
        }
        unsafe slots.deallocate()
    }

    func program(_ number: Int, make: () -> PCRE2Pattern?) -> PCRE2Pattern? {
        guard number >= 0, number < count else { return nil }
        let bits = unsafe slots[number].load(ordering: .acquiring)
        if let pointer = unsafe UnsafeRawPointer(bitPattern: bits) {
            return unsafe Unmanaged<PCRE2Pattern>.fromOpaque(pointer).takeUnretainedValue()
        }
        guard let fresh = make() else { return nil }
        let mine = unsafe Unmanaged.passRetained(fresh)
        let new = unsafe UInt(bitPattern: mine.toOpaque())
        let (exchanged, original) = unsafe slots[number].compareExchange(expected: 0, desired: new, ordering: .acquiringAndReleasing)
        guard !exchanged, let winner = unsafe UnsafeRawPointer(bitPattern: original) else { return fresh }
        unsafe mine.release()
        return unsafe Unmanaged<PCRE2Pattern>.fromOpaque(winner).takeUnretainedValue()
    }
}
