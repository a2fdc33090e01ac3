/// The encoding pre-scan of WHATWG HTML §13.2.3.2, to the letter: browsers decide by it, so a page that could make
/// this scan see another declaration than a browser could hide its text.
struct EncodingDeclarationScanner: ~Copyable, ~Escapable {
    private let bytes: Span<UInt8>
    private let end: Int
    private var index = 0

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
        end = min(bytes.count, CharacterEncoding.declarationLimit)
    }

    mutating func find() -> CharacterEncoding? {
        if let encoding = xmlDeclaration() { return encoding }
        while let next = bytes.firstIndex(of: UInt8(ascii: "<"), from: index), next < end {
            index = next
            if starts(with: "<!--") {
                skipComment()
            } else if starts(with: "<meta"), let after = byte(at: index + 5), MarkupReader.isSpace(after) || after == UInt8(ascii: "/") {
                index += 5
                if let encoding = meta() { return encoding }
            } else if isTagStart() {
                skipTag()
            } else if starts(with: "<!") || starts(with: "</") || starts(with: "<?") {
                skip(to: UInt8(ascii: ">"))
            }
            index += 1
        }
        return nil
    }

    // MARK: Pieces

    private func byte(at place: Int) -> UInt8? { place < end ? bytes[place] : nil }

    private func starts(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index + length <= end else { return false }
        for offset in 0..<length {
            let byte = bytes[index + offset]
            let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            // `offset` is below the literal's own length.
            if unsafe lower != text.utf8Start[offset] { return false }
        }
        return true
    }

    private func isTagStart() -> Bool {
        guard let next = byte(at: index + 1) else { return false }
        if next == UInt8(ascii: "/") { return byte(at: index + 2).map(MarkupReader.isLetter) ?? false }
        return MarkupReader.isLetter(next)
    }

    private mutating func skip(to wanted: UInt8) {
        while index < end, bytes[index] != wanted { index += 1 }
    }

    /// Leaves the index on the comment's `>`. The dashes of `<!--` may be those of `-->`.
    private mutating func skipComment() {
        index += 4
        while index < end {
            if bytes[index] == UInt8(ascii: ">"), bytes[index - 1] == UInt8(ascii: "-"), bytes[index - 2] == UInt8(ascii: "-") { return }
            index += 1
        }
    }

    private mutating func skipTag() {
        while index < end, !MarkupReader.isSpace(bytes[index]), bytes[index] != UInt8(ascii: ">") { index += 1 }
        while attribute() != nil {}
    }

    private mutating func meta() -> CharacterEncoding? {
        var names: Set<[UInt8]> = []
        var isContentType = false
        var needsContentType: Bool?
        var encoding: CharacterEncoding?
        while let (name, value) = attribute() {
            guard names.insert(name).inserted else { continue }
            switch String(decoding: name, as: UTF8.self) {
            case "http-equiv": isContentType = isContentType || value.elementsEqual("content-type".utf8)
            case "content":
                if encoding == nil, let found = CharacterEncoding.inMetaContent(value) {
                    encoding = found
                    needsContentType = true
                }
            case "charset":
                encoding = CharacterEncoding(label: String(decoding: value, as: UTF8.self))
                needsContentType = false
            default: break
            }
        }
        // The page was cut inside the tag: a browser waits for the rest and then does not count it.
        guard index < end, let needsContentType, !needsContentType || isContentType else { return nil }
        return encoding
    }

    /// Reads one attribute, in lower case; `nil` at the tag's `>` or the end.
    private mutating func attribute() -> (name: [UInt8], value: [UInt8])? {
        while let byte = byte(at: index), MarkupReader.isSpace(byte) || byte == UInt8(ascii: "/") { index += 1 }
        guard let first = byte(at: index), first != UInt8(ascii: ">") else { return nil }
        var name: [UInt8] = []
        while let byte = byte(at: index) {
            if byte == UInt8(ascii: "="), !name.isEmpty { break }
            if MarkupReader.isSpace(byte) {
                while let next = self.byte(at: index), MarkupReader.isSpace(next) { index += 1 }
                guard self.byte(at: index) == UInt8(ascii: "=") else { return (name, []) }
                break
            }
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { return (name, []) }
            name.append(Self.lowerCase(byte))
            index += 1
        }
        index += 1
        return value().map { (name, $0) }
    }

    private mutating func value() -> [UInt8]? {
        while let byte = byte(at: index), MarkupReader.isSpace(byte) { index += 1 }
        guard let first = byte(at: index) else { return nil }
        var value: [UInt8] = []
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            index += 1
            while let byte = byte(at: index) {
                index += 1
                if byte == first { return value }
                value.append(Self.lowerCase(byte))
            }
            return nil
        }
        while let byte = byte(at: index), !MarkupReader.isSpace(byte), byte != UInt8(ascii: ">") {
            value.append(Self.lowerCase(byte))
            index += 1
        }
        return index < end ? value : nil
    }

    /// `<?xml version="1.0" encoding="Shift_JIS"?>`
    private func xmlDeclaration() -> CharacterEncoding? {
        guard starts(with: "<?xml") else { return nil }
        var text: [UInt8] = []
        for place in 0..<end where text.count < 256 {
            if bytes[place] == UInt8(ascii: ">") { break }
            text.append(bytes[place])
        }
        let declaration = String(decoding: text, as: UTF8.self)
        let parts = declaration.split(separator: "encoding", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let quoted = parts[1].split(omittingEmptySubsequences: false) { $0 == "\"" || $0 == "'" }
        guard quoted.count >= 3 else { return nil }
        return CharacterEncoding(label: String(quoted[1]))
    }

    private static func lowerCase(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
