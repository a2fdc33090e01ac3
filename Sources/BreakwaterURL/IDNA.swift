internal import CIDN2

/// Internationalised names through libidn2, in UTS #46 non-transitional processing.
enum IDNA {
    /// The A-label form of a name that has bytes outside ASCII.
    ///
    /// - Returns: `nil` where the name is invalid.
    /// - SeeAlso: UTS #46 §4.2 ToASCII; WHATWG URL §3.3 (UseSTD3ASCIIRules false).
    static func ascii(_ name: borrowing Span<UInt8>) -> [UInt8]? {
        // libidn2 takes a C string: a NUL inside would silently cut the name.
        for index in name.indices where name[index] == 0 { return nil }
        var source = name.array
        source.append(0)
        var result: UnsafeMutablePointer<UInt8>?
        let flags = Int32(bitPattern: IDN2_NONTRANSITIONAL.rawValue | IDN2_NFC_INPUT.rawValue)
        let status = unsafe source.withUnsafeBufferPointer { buffer in
            unsafe idn2_lookup_u8(buffer.baseAddress, &result, flags)
        }
        defer { unsafe idn2_free(result) }
        guard status == IDN2_OK.rawValue, let text = unsafe result else { return nil }
        var bytes: [UInt8] = []
        var index = 0
        // idn2_lookup_u8 gives a NUL-terminated string of at most IDN2_DOMAIN_MAX_LENGTH bytes.
        while unsafe text[index] != 0 {
            bytes.append(unsafe text[index])
            index += 1
        }
        return bytes
    }
}
