extension CharacterEncoding {
    /// Bytes of a page in which a `<meta>` may declare its encoding (WHATWG HTML §13.2.3.2).
    public static let declarationLimit = 1024

    /// The encoding that a byte order mark names, and the mark's length.
    static func byteOrderMark(_ bytes: Span<UInt8>) -> (encoding: CharacterEncoding, length: Int)? {
        guard bytes.count >= 2 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (0xFE, 0xFF): return (.utf16BigEndian, 2)
        case (0xFF, 0xFE): return (.utf16LittleEndian, 2)
        case (0xEF, 0xBB) where bytes.count >= 3 && bytes[2] == 0xBF: return (.utf8, 3)
        default: return nil
        }
    }

    /// The encoding that a Content-Type names: `text/html; charset="Shift_JIS"`.
    public init?(contentType: String) {
        guard contentType.utf8.contains(UInt8(ascii: ";")) else { return nil }
        for parameter in contentType.split(separator: ";").dropFirst() {
            let parts = parameter.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, Self.trim(parts[0]).lowercased() == "charset" else { continue }
            self.init(label: String(Self.trim(parts[1])))
            return
        }
        return nil
    }

    /// The encoding that a page declares of itself in a `<meta>`, or in an XML declaration.
    ///
    /// - Parameter bytes: the page from its first byte; what is past `declarationLimit` does not count.
    /// - Returns: `nil` where it declares none that is known. UTF-16 cannot be declared so: it reads as UTF-8.
    public static func declared(in bytes: Span<UInt8>) -> CharacterEncoding? {
        var scanner = EncodingDeclarationScanner(bytes)
        guard let found = scanner.find() else { return nil }
        return found.isUTF16 ? .utf8 : found
    }

    /// The encoding of a `content` attribute: `text/html; charset=euc-jp` (WHATWG HTML §2.4.4).
    static func inMetaContent(_ content: [UInt8]) -> CharacterEncoding? {
        let text = content.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let word = Array("charset".utf8)
        var index = 0
        while index + word.count <= text.count {
            guard text[index..<(index + word.count)].elementsEqual(word) else {
                index += 1
                continue
            }
            index += word.count
            var next = index
            while next < text.count, MarkupReader.isSpace(text[next]) { next += 1 }
            guard next < text.count, text[next] == UInt8(ascii: "=") else { continue }
            next += 1
            while next < text.count, MarkupReader.isSpace(text[next]) { next += 1 }
            guard next < text.count else { return nil }
            return labelValue(text[next...])
        }
        return nil
    }

    private static func labelValue(_ rest: ArraySlice<UInt8>) -> CharacterEncoding? {
        guard let first = rest.first else { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            guard let end = rest.dropFirst().firstIndex(of: first) else { return nil }
            return CharacterEncoding(label: String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self))
        }
        let end = rest.firstIndex { MarkupReader.isSpace($0) || $0 == UInt8(ascii: ";") } ?? rest.endIndex
        return CharacterEncoding(label: String(decoding: rest[..<end], as: UTF8.self))
    }

    private static func trim(_ text: Substring) -> Substring {
        let isQuoteOrSpace = { (letter: Character) in letter == " " || letter == "\t" || letter == "\"" || letter == "'" }
        var result = text.drop(while: isQuoteOrSpace)
        while let last = result.last, isQuoteOrSpace(last) { result.removeLast() }
        return result
    }
}
