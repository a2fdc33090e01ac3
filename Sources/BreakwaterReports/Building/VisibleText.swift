/// Untrusted names (of policies, lists, categories) made safe to show in any format.
enum VisibleText {
    /// Without control characters and bidirectional controls, white space collapsed, at most 400 characters.
    ///
    /// Why: a name with an override character (U+202E) can turn the rest of a line round and say the opposite; escaping for a
    /// format comes later, in its renderer.
    static func clean(_ text: String) -> String {
        var result = ""
        var pendingSpace = false
        var count = 0
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || scalar.value < 0x20 {
                pendingSpace = !result.isEmpty
                continue
            }
            guard !isHidden(scalar) else { continue }
            if pendingSpace { result.unicodeScalars.append(" ") }
            pendingSpace = false
            result.unicodeScalars.append(scalar)
            count += 1
            if count == 400 { break }
        }
        return result
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF0...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}
