import CPCRE2

/// One PCRE2 program on its interpreter, to count how many steps a text costs it; for list checks, never for decisions.
///
/// The JIT counts its match limit at fewer places; the interpreter's count is what pcre2api(3) describes, and the same on every machine.
@safe
package struct BacktrackingTrial: ~Copyable {
    private let code: OpaquePointer
    private let data: OpaquePointer?
    private let context: OpaquePointer?

    /// - Returns: `nil` where PCRE2 does not take the pattern.
    package init?(_ pattern: String, matchesCase: Bool) {
        var options = PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP
        if !matchesCase { options |= PCRE2_CASELESS }
        var number: Int32 = 0
        var offset = 0
        let bytes = Array(pattern.utf8)
        // The pattern is read during the call only.
        guard let program = unsafe pcre2_compile_8(bytes, bytes.count, options, &number, &offset, nil) else { return nil }
        unsafe code = program
        unsafe data = pcre2_match_data_create_8(1, nil)
        unsafe context = pcre2_match_context_create_8(nil)
    }

    deinit {
        unsafe pcre2_code_free_8(code)
        unsafe pcre2_match_data_free_8(data)
        unsafe pcre2_match_context_free_8(context)
    }

    /// Whether a search of the text needs more steps than this from one of its starting places.
    package borrowing func exceeds(_ steps: UInt32, on subject: [UInt8]) -> Bool {
        _ = unsafe pcre2_set_match_limit_8(context, steps)
        // The subject is read during the call only.
        let result = unsafe pcre2_match_8(code, subject, subject.count, 0, 0, data, context)
        return result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_HEAPLIMIT || result == PCRE2_ERROR_DEPTHLIMIT
    }
}
