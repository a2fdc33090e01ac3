/// What people wrote, made fit for a database.
package enum StoredText {
    /// The text without control characters, cut after `limit` characters; `nil` where nothing is left.
    ///
    /// PostgreSQL cannot store U+0000, SQLite's text ends at it for most readers; other control characters and bidirectional
    /// overrides have no use in a note and could disguise one in a console.
    package static func cleaned(_ text: String?, limit: Int) -> String? {
        guard let text else { return nil }
        var scalars = String.UnicodeScalarView()
        // Why a bound on scalars too: one character may carry any number of combining marks.
        for scalar in text.unicodeScalars.prefix(limit * 4) {
            scalars.append(isDisguise(scalar) ? " " : scalar)
        }
        let cut = String(String(scalars).prefix(limit))
        return cut.allSatisfy { $0 == " " } ? nil : cut
    }

    /// A cleaned pattern of at most 255 characters.
    /// - Throws: `invalid` where nothing is left.
    package static func requiredPattern(_ text: String, at location: String) throws(StoreError) -> String {
        guard let pattern = cleaned(text, limit: 255) else {
            throw StoreError(.invalid, "the pattern is empty; name a host or an address", at: location)
        }
        return pattern
    }

    private static func isDisguise(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
