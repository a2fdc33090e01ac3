extension MarkupReader {
    /// Reads text, or the content of a raw element, up to markup.
    mutating func readText(_ bytes: Span<UInt8>, from start: Int, into output: inout [UInt8]) -> Int {
        let isRaw = state == .rawText
        if isRaw, rawElement.content == .dropped {
            guard let index = bytes.firstIndex(of: UInt8(ascii: "<"), from: start) else { return bytes.count }
            state = .rawLessThan
            return index + 1
        }
        var index = start
        if flow == .page {
            index = folder.fold(bytes, from: start, stops: .atMarkup, into: &output)
        } else {
            while index < bytes.count, bytes[index] != UInt8(ascii: "<"), bytes[index] != UInt8(ascii: "&") { index += 1 }
            write(bytes.extracting(start..<index), into: &output)
        }
        guard index < bytes.count else { return index }
        if bytes[index] == UInt8(ascii: "&") {
            beginReference()
        } else {
            folder.settle(into: &output)
            state = isRaw ? .rawLessThan : .tagOpen
        }
        return index + 1
    }

    mutating func readTagOpen(_ byte: UInt8, at index: Int, into output: inout [UInt8]) -> Int {
        switch byte {
        case UInt8(ascii: "!"):
            matched = 0
            state = .declaration
        case UInt8(ascii: "/"): state = .endTagOpen
        case UInt8(ascii: "?"): state = .bogusComment
        case _ where Self.isLetter(byte):
            tag.begin(isEndTag: false)
            state = .tagName
            return index
        default:
            // `a < b`: not a tag in HTML.
            writeText("<", into: &output)
            state = .text
            return index
        }
        return index + 1
    }

    mutating func readEndTagOpen(_ byte: UInt8, at index: Int) -> Int {
        if Self.isLetter(byte) {
            tag.begin(isEndTag: true)
            state = .tagName
            return index
        }
        guard byte != UInt8(ascii: ">") else {
            state = .text
            return index + 1
        }
        state = .bogusComment
        return index
    }

    // MARK: Raw elements

    mutating func readRawLessThan(_ byte: UInt8, at index: Int, into output: inout [UInt8]) -> Int {
        if byte == UInt8(ascii: "/") {
            matched = 0
            state = .rawEndTag
            return index + 1
        }
        leaveRawMarkup("<", isTag: Self.isLetter(byte), into: &output)
        return index
    }

    mutating func readRawEndTag(_ byte: UInt8, at index: Int, into output: inout [UInt8]) -> Int {
        if matched < rawName.count {
            if byte == rawName[matched] || (Self.isLetter(byte) && byte | 0x20 == rawName[matched]) {
                matched += 1
                return index + 1
            }
        } else if Self.isSpace(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") {
            tag.begin(isEndTag: true)
            for letter in rawName { tag.appendName(letter) }
            tag.endName()
            state = .beforeAttributeName
            return index
        }
        leaveRawMarkup("</" + String(decoding: rawName.prefix(matched), as: UTF8.self), isTag: true, into: &output)
        return index
    }

    /// What looked like the end tag is content.
    private mutating func leaveRawMarkup(_ text: String, isTag: Bool, into output: inout [UInt8]) {
        switch rawElement.content {
        case .dropped: state = .rawText
        case .stripped where isTag:
            writeText("|", into: &output)
            state = .strippedTag
        case .stripped, .escapable, .normal, .plain:
            writeText(text, into: &output)
            state = .rawText
        }
    }

    mutating func readStrippedTag(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: ">") {
                state = .rawText
                return index
            }
            if byte == UInt8(ascii: "<") {
                // The end tag of the element counts wherever it stands, inside quotes too.
                state = .rawLessThan
                return index
            }
        }
        return index
    }

    /// Markup inside a CDATA section is text, as browsers show it.
    mutating func readCDATA(_ bytes: Span<UInt8>, from start: Int, into output: inout [UInt8]) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: ">"), matched >= 2 {
                state = .text
                break
            }
            matched = byte == UInt8(ascii: "]") ? min(matched + 1, 2) : 0
        }
        write(bytes.extracting(start..<index), into: &output)
        return index
    }

    mutating func writeText(_ text: String, into output: inout [UInt8]) {
        let bytes = Array(text.utf8)
        write(bytes.span, into: &output)
    }

    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B }
}
