import CPCRE2
import Glibc

/// What PCRE2 writes while it matches, and the time budget of one decision.
@safe
package struct ExpressionScratch: ~Copyable {
    let data: OpaquePointer?
    let context: OpaquePointer?
    private let stack: OpaquePointer?
    /// When the decision's budget ends, in nanoseconds of the monotonic clock; 0 until the first expression runs.
    private var deadline: UInt64 = 0
    /// Which expressions this request has tried, a bit each.
    private var tried: [UInt64] = []
    private var triedNumbers = ScratchBuffer<UInt32>(capacity: 16)
    /// URL rules that no later place of the subject can match, a bit each, and which bits are set.
    private var settled: [UInt64] = []
    private var settledNumbers = ScratchBuffer<UInt32>(capacity: 16)
    /// Expressions that ended without an answer.
    package var exceededCount: UInt64 = 0

    /// The decision's budget for regular expressions (ATTACKS limits table: 5 ms).
    package static let budgetNanoseconds: UInt64 = 5_000_000

    /// Steps that PCRE2 may take from one start offset. With 1,000, `[0-9]+$` had no answer for a run of more than 1,000 digits, as
    /// signed URLs have; with 10,000 it has one, and the longest window that any attack was found to cost stayed the same: 4 to 8 ms.
    private static let matchLimit: UInt32 = 10_000

    package init() {
        unsafe data = pcre2_match_data_create_8(1, nil)
        unsafe context = pcre2_match_context_create_8(nil)
        unsafe stack = pcre2_jit_stack_create_8(32 * 1024, 256 * 1024, nil)
        _ = unsafe pcre2_set_match_limit_8(context, Self.matchLimit)
        _ = unsafe pcre2_set_depth_limit_8(context, Self.matchLimit)
        _ = unsafe pcre2_set_heap_limit_8(context, 1_024)
        unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    }

    deinit {
        unsafe pcre2_match_data_free_8(data)
        unsafe pcre2_match_context_free_8(context)
        unsafe pcre2_jit_stack_free_8(stack)
    }

    /// Begins a new decision's budget and forgets what was tried.
    package mutating func begin(expressionCount: Int) {
        deadline = 0
        let words = (expressionCount + 63) / 64
        if tried.count < words { tried = [UInt64](repeating: 0, count: words) }
        forgetTried()
    }

    /// Another form of the same request begins.
    mutating func forgetTried() {
        for index in 0..<triedNumbers.count { tried[Int(triedNumbers[index] >> 6)] = 0 }
        triedNumbers.removeAll()
    }

    /// Whether this is the first time the request asks for the expression.
    mutating func markTried(_ number: Int) -> Bool {
        let word = number >> 6
        guard number >= 0, word < tried.count else { return false }
        let bit: UInt64 = 1 << UInt64(number & 63)
        guard tried[word] & bit == 0 else { return false }
        tried[word] |= bit
        triedNumbers.append(UInt32(truncatingIfNeeded: number))
        return true
    }

    /// Forgets which URL rules were settled: a new subject begins.
    mutating func beginRules(count: Int) {
        let words = (count + 63) / 64
        if settled.count < words { settled = [UInt64](repeating: 0, count: words) }
        for index in 0..<settledNumbers.count { settled[Int(settledNumbers[index] >> 6)] = 0 }
        settledNumbers.removeAll()
    }

    @inline(__always)
    func isSettled(_ number: UInt32) -> Bool {
        let word = Int(number >> 6)
        return word < settled.count && settled[word] >> UInt64(number & 63) & 1 == 1
    }

    mutating func settle(_ number: UInt32) {
        let word = Int(number >> 6)
        guard word < settled.count else { return }
        settled[word] |= 1 << UInt64(number & 63)
        settledNumbers.append(number)
    }

    mutating func prepare() {
        if deadline == 0 { deadline = Self.now() &+ Self.budgetNanoseconds }
    }

    func isOverBudget() -> Bool { deadline != 0 && Self.now() > deadline }

    private static func now() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(bitPattern: Int64(time.tv_sec)) &* 1_000_000_000 &+ UInt64(bitPattern: Int64(time.tv_nsec))
    }
}
