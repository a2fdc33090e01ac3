import BreakwaterURL

/// Reading list text in place.
extension Span where Element == UInt8 {
    /// Whether the bytes start with either UTF-16 byte order mark.
    var startsWithUTF16Mark: Bool {
        count >= 2 && (self[0] == 0xFF && self[1] == 0xFE || self[0] == 0xFE && self[1] == 0xFF)
    }

    /// The bytes without spaces and tabs at both ends.
    var trimmed: Span<UInt8> {
        @_lifetime(copy self) get {
            var start = 0
            var end = count
            while start < end, self[start].isBlank { start &+= 1 }
            while end > start, self[end &- 1].isBlank { end &-= 1 }
            return extracting(start..<end)
        }
    }

    @_lifetime(copy self)
    func from(_ start: Int) -> Span<UInt8> { extracting(Swift.min(start, count)..<count) }

    @_lifetime(copy self)
    func upTo(_ end: Int) -> Span<UInt8> { extracting(0..<Swift.min(end, count)) }

    func hasPrefix(_ text: StaticString) -> Bool { hasText(text, at: 0) }

    func hasSuffix(_ text: StaticString) -> Bool { hasText(text, at: count - text.utf8CodeUnitCount) }

    /// Whether the last label of a name begins so.
    func hasLastLabelPrefix(_ text: StaticString) -> Bool { hasText(text, at: (lastIndex(of: UInt8(ascii: ".")) ?? -1) + 1) }

    /// Whether ASCII text in lower case stands anywhere, in any case.
    func contains(ignoringCase text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        // A StaticString of ASCII owns `utf8CodeUnitCount` bytes for ever.
        let start = unsafe text.utf8Start
        var index = 0
        while count - index >= length {
            var matched = 0
            while matched < length, unsafe start[matched] == ASCII.lowercased(self[index + matched]) { matched += 1 }
            if matched == length { return true }
            index += 1
        }
        return false
    }

    /// Whether the ASCII text stands at `offset`.
    func hasText(_ text: StaticString, at offset: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset >= 0, count - offset >= length else { return false }
        // A StaticString of ASCII owns `utf8CodeUnitCount` bytes for ever.
        let start = unsafe text.utf8Start
        for index in 0..<length where unsafe start[index] != self[offset + index] { return false }
        return true
    }

    func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        var index = start
        while index < count {
            if self[index] == byte { return index }
            index &+= 1
        }
        return nil
    }

    func lastIndex(of byte: UInt8) -> Int? {
        var index = count
        while index > 0 {
            index &-= 1
            if self[index] == byte { return index }
        }
        return nil
    }

    func contains(_ byte: UInt8) -> Bool { firstIndex(of: byte) != nil }

    /// Where the ASCII text first stands.
    func firstIndex(of text: StaticString, from start: Int = 0) -> Int? {
        let first = unsafe text.utf8Start[0]
        var index = start
        while let found = firstIndex(of: first, from: index) {
            if hasText(text, at: found) { return found }
            index = found + 1
        }
        return nil
    }

    /// Where a comment starts: `#` after white space, or the end.
    var endBeforeComment: Int {
        var index = 0
        while let found = firstIndex(of: UInt8(ascii: "#"), from: index) {
            if found == 0 || self[found - 1].isBlank { return found }
            index = found + 1
        }
        return count
    }

    /// The text, or `nil` where the bytes are not UTF-8.
    var validText: String? {
        guard let text = try? UTF8Span(validating: self) else { return nil }
        return String(copying: text)
    }

    /// The text; bytes that are not UTF-8 are read as Latin-1, as older French and Norwegian lists are written.
    var lossyText: String {
        if let text = validText { return text }
        var text = ""
        text.reserveCapacity(count * 2)
        for index in indices { text.unicodeScalars.append(Unicode.Scalar(self[index])) }
        return text
    }

    /// The line as explanations show it: at most 512 bytes.
    var ruleText: String {
        if count <= 512 { return lossyText }
        var end = 512
        while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        return extracting(0..<end).lossyText
    }

    /// The text as diagnostics quote it: at most 60 characters, nothing invisible.
    var quoted: String { lossyText.quotedForDiagnostics }
}

extension String {
    /// In back quotes, at most 60 characters; what could forge or reorder a terminal's or a report's text is escaped.
    var quotedForDiagnostics: String {
        var result = "`"
        for scalar in unicodeScalars.prefix(60) {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + (unicodeScalars.dropFirst(60).isEmpty ? "`" : "…`")
    }
}

extension UInt8 {
    var isBlank: Bool { self == 0x20 || self == 0x09 }
}
