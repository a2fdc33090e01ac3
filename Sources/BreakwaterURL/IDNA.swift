internal import CIDN2

/// Internationalised names through libidn2, in UTS #46 non-transitional processing.
enum IDNA {
    /// Replaces a name that has bytes outside ASCII, from `start` to the end of `output`, by its A-label form.
    ///
    /// - Returns: `false` where the name is invalid; `output` then ends at `start`.
    /// - Complexity: libidn2 takes memory of its own and gives it back.
    /// - SeeAlso: UTS #46 §4.2 ToASCII; WHATWG URL §3.3 (UseSTD3ASCIIRules false).
    static func convert(_ output: inout ByteScratch, from start: Int) -> Bool {
        let end = output.count
        guard start >= 0, start < end else { return false }
        // libidn2 takes a C string: a NUL inside would silently cut the name.
        for index in start..<end where output[index] == 0 {
            output.truncate(to: start)
            return false
        }
        output.append(0)
        var result: UnsafeMutablePointer<UInt8>?
        let flags = Int32(bitPattern: IDN2_NONTRANSITIONAL.rawValue | IDN2_NFC_INPUT.rawValue)
        // The name is in the scratch, a NUL behind it.
        let status = unsafe output.withPointer { base, _ in unsafe idn2_lookup_u8(base + start, &result, flags) }
        defer { unsafe idn2_free(result) }
        output.truncate(to: start)
        guard status == IDN2_OK.rawValue, let text = unsafe result else { return false }
        var index = 0
        // idn2_lookup_u8 gives a NUL-terminated string of at most IDN2_DOMAIN_MAX_LENGTH bytes.
        while unsafe text[index] != 0 {
            output.append(unsafe text[index])
            index += 1
        }
        return true
    }
}
