package import BreakwaterBundle
import Synchronization

/// Thousands of PCRE2 expressions behind a filter of required literals: one pass over the URL selects the few that can match.
///
/// Section `expressions`: records as of URL rules. Section `expressionGrams`: `u32` × 4: log₂ bits of the bitmap; log₂ slots; number of
/// always-tried expressions; number of expression numbers. Then the bitmap; slots of 16 bytes (`u32` gram, `u32` start, `u32` count, `u32`
/// zero); numbers (`u32`), the always-tried ones first. A gram is three bytes of lower-case text, the first in the low byte.
///
/// Programs are compiled when they are first needed (JIT code cannot be stored) and published with one atomic store.
package struct ExpressionSet: Sendable {
    private static let headerBytes = 16

    private let records: BundleSection
    private let grams: BundleSection
    private let strings: StringTable
    private let bitmapLog: UInt32
    private let mask: Int
    private let alwaysCount: Int
    private let slotStart: Int
    private let numberStart: Int
    package let count: Int
    private let programs: ProgramCache

    package init(_ reader: BundleReader) throws(BundleError) {
        let records = reader.section(.expressions)
        let grams = reader.section(.expressionGrams)
        let bytes = grams.bytes
        let logs = (bytes.int(at: 0), bytes.int(at: 4))
        let mask = 1 << min(logs.1, 26) - 1
        let alwaysCount = bytes.int(at: 8)
        let slotStart = Self.headerBytes + (1 << min(logs.0, 30)) / 8
        let numberStart = slotStart + (mask + 1) * 16
        let isWhole =
            (3...30).contains(logs.0) && logs.1 <= 26 && grams.count == numberStart + bytes.int(at: 12) * 4
            && alwaysCount <= bytes.int(at: 12)
        guard records.count % RuleRecord.byteCount == 0, grams.count == 0 || isWhole else {
            throw BundleError(.invalid, "\(reader.path): the expressions are not as long as they say; compile the policy again")
        }
        bitmapLog = UInt32(grams.count == 0 ? 0 : logs.0)
        count = records.count / RuleRecord.byteCount
        strings = StringTable(reader)
        programs = ProgramCache(count: count)
        self.records = records
        self.grams = grams
        self.mask = mask
        self.alwaysCount = alwaysCount
        self.slotStart = slotStart
        self.numberStart = numberStart
    }

    package func record(_ number: Int) -> RuleRecord { RuleRecord(records.bytes, number) }

    package static func gram(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> UInt32 { UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16 }

    package static func hash(_ gram: UInt32) -> UInt32 {
        var value = (gram &+ 1) &* 0x9E37_79B1
        value ^= value >> 15
        return value &* 0x85EB_CA6B
    }

    /// Calls `body` once with the number of each expression whose required literals' grams occur in `folded`, and of those without.
    package func forEachCandidate(
        _ folded: RawSpan, _ scratch: inout ExpressionScratch, isFirstPass: Bool, _ body: (Int, inout ExpressionScratch) -> Void
    ) {
        guard count > 0, bitmapLog > 0 else { return }
        let bytes = grams.bytes
        if isFirstPass {
            visit(0, alwaysCount, bytes, &scratch, body)
        }
        var gram = UInt32(folded.u8(at: 0)) << 8 | UInt32(folded.u8(at: 1)) << 16
        var index = 2
        while index < folded.byteCount {
            gram = gram >> 8 | UInt32(folded.u8(at: index)) << 16
            index &+= 1
            let hash = Self.hash(gram)
            let bit = hash >> (32 &- bitmapLog)
            guard bytes.u8(at: Self.headerBytes &+ Int(bit >> 3)) >> UInt8(bit & 7) & 1 == 1 else { continue }
            var slot = Int(hash) & mask
            for _ in 0...mask {
                let at = slotStart &+ slot &* 16
                let length = bytes.int(at: at &+ 8)
                if length == 0 { break }
                if bytes.u32(at: at) == gram {
                    visit(bytes.int(at: at &+ 4), length, bytes, &scratch, body)
                    break
                }
                slot = (slot &+ 1) & mask
            }
        }
    }

    private func visit(
        _ start: Int, _ length: Int, _ bytes: RawSpan, _ scratch: inout ExpressionScratch,
        _ body: (Int, inout ExpressionScratch) -> Void
    ) {
        let last = min(start &+ length, (grams.count &- numberStart) / 4)
        var index = start
        while index < last {
            let number = bytes.int(at: numberStart &+ index &* 4)
            if number < count, scratch.markTried(number) { body(number, &scratch) }
            index &+= 1
        }
    }

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
