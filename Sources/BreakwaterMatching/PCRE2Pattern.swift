import CPCRE2

/// One compiled PCRE2 program in 8-bit, non-UTF mode, with JIT where the machine has it.
@safe
package final class PCRE2Pattern: Sendable {
    private nonisolated(unsafe) let code: OpaquePointer
    private let hasJIT: Bool

    /// Why a pattern was refused, in PCRE2's words, and where in it.
    package struct CompileError: Error, Sendable, Hashable {
        package var message: String
        package var offset: Int
    }

    /// - Parameters:
    ///   - pattern: UTF-8 bytes, at most 4 KiB by the list parsers' limit.
    ///   - matchesCase: otherwise ASCII letters match either case.
    package init(_ pattern: String, matchesCase: Bool) throws(CompileError) {
        var options = PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP
        if !matchesCase { options |= PCRE2_CASELESS }
        var number: Int32 = 0
        var offset = 0
        let context = unsafe pcre2_compile_context_create_8(nil)
        defer { unsafe pcre2_compile_context_free_8(context) }
        _ = unsafe pcre2_set_parens_nest_limit_8(context, 50)
        _ = unsafe pcre2_set_max_pattern_length_8(context, 4096)
        let bytes = Array(pattern.utf8)
        guard let program = unsafe pcre2_compile_8(bytes, bytes.count, options, &number, &offset, context) else {
            throw CompileError(message: Self.message(number), offset: offset)
        }
        unsafe code = program
        hasJIT = unsafe pcre2_jit_compile_8(program, PCRE2_JIT_COMPLETE) == 0
    }

    deinit { unsafe pcre2_code_free_8(code) }

    private static func message(_ number: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = unsafe pcre2_get_error_message_8(number, &buffer, 256)
        return length > 0 ? String(decoding: buffer.prefix(Int(length)), as: UTF8.self) : "error \(number)"
    }

    package enum Outcome: Sendable, Hashable {
        case match
        case noMatch
        /// A limit or the time budget ended the search: nothing is known.
        case budgetExceeded
    }

    /// The same over a span of text.
    package func search(_ subject: borrowing Span<UInt8>, _ scratch: inout ExpressionScratch) -> Outcome {
        // Text's bytes are its own bytes: there is no padding to read.
        search(unsafe subject.bytes, &scratch)
    }

    /// Searches the subject within a time budget.
    ///
    /// No PCRE2 match limit bounds a whole search, because the counter starts again at each start offset; so the search goes in
    /// windows of 256 start offsets (`PCRE2_USE_OFFSET_LIMIT`), with a look at the clock between them (measured: the worst window
    /// found costs 4 to 8 ms, with a match limit of 1,000 and with ours of 10,000).
    package func search(_ subject: RawSpan, _ scratch: inout ExpressionScratch) -> Outcome {
        scratch.prepare()
        let count = subject.byteCount
        var start = 0
        while true {
            unsafe pcre2_set_offset_limit_8(scratch.context, start + 255)
            // The subject is borrowed for the call, and `start` <= `count`.
            let result = unsafe subject.withUnsafeBytes { buffer in
                let bytes = unsafe buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
                return hasJIT
                    ? unsafe pcre2_jit_match_8(code, bytes, count, start, 0, scratch.data, scratch.context)
                    : unsafe pcre2_match_8(code, bytes, count, start, 0, scratch.data, scratch.context)
            }
            if result >= 0 { return .match }
            guard result == PCRE2_ERROR_NOMATCH else { return .budgetExceeded }
            start += 256
            if start > count { return .noMatch }
            if scratch.isOverBudget() { return .budgetExceeded }
        }
    }
}
