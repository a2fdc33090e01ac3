import BreakwaterRules
import BreakwaterText

/// A list's bytes as UTF-8, whatever character set it was written in.
///
/// Lines that are UTF-8 stay as they are; a line that is not is read in the first of these that says something:
/// 1. the `charset` of the list in the policy;
/// 2. a comment above it that is the name of a character set and nothing more (`#Shift_JIS`), as e2guardian's Japanese list has
///    three sections in three character sets;
/// 3. the folder or file name: `russian-1251`, `chinesebig5`, `weighted_polish`;
/// 4. what all such lines together look like: Shift_JIS, EUC-JP, else windows-1252.
///
/// A line that is not of that character set either keeps its bytes, and the list's parser says so. A list in UTF-16 with its byte
/// order mark is read whole. Lines keep their numbers.
struct ListText {
    private(set) var bytes: [UInt8]
    private(set) var diagnostics: [RuleDiagnostic] = []

    init(_ bytes: [UInt8], path: String, charset: CharacterEncoding? = nil) {
        self.bytes = bytes
        if let mark = Self.utf16(bytes) {
            guard let text = mark.text(of: bytes.span.extracting(droppingFirst: 2)) else { return }
            self.bytes = text
            report(.note, path, 1, "the list is in UTF-16 and was read as such")
            return
        }
        guard (try? UTF8Span(validating: bytes.span)) == nil else { return }
        decodeLines(path, charset)
    }

    private static func utf16(_ bytes: [UInt8]) -> CharacterEncoding? {
        if bytes.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        return bytes.starts(with: [0xFE, 0xFF]) ? .utf16BigEndian : nil
    }

    private mutating func decodeLines(_ path: String, _ charset: CharacterEncoding?) {
        let fallback = charset ?? CharacterSetName.inPath(path)
        let guessed = fallback == nil ? Self.guess(bytes) : nil
        var section: CharacterEncoding?
        var counts: [CharacterEncoding: (lines: Int, first: UInt32)] = [:]
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        var number: UInt32 = 1
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if number > 1 { text.append(UInt8(ascii: "\n")) }
            if let named = CharacterSetName.inComment(line) { section = named == .utf8 ? nil : named }
            let encoding = charset ?? section ?? fallback ?? guessed ?? .windows1252
            let raw = Array(line)
            if (try? UTF8Span(validating: raw.span)) == nil, let decoded = encoding.text(of: raw.span) {
                counts[encoding] = ((counts[encoding]?.lines ?? 0) + 1, counts[encoding]?.first ?? number)
                text += decoded
            } else {
                text += raw
            }
            number &+= 1
        }
        bytes = text
        for (encoding, found) in counts.sorted(by: { $0.value.first < $1.value.first }) {
            let isGuess = encoding == guessed && section == nil
            report(
                isGuess ? .warning : .note, path, found.first,
                "\(found.lines) lines from here on are not UTF-8 and were read as \(encoding)"
                    + (isGuess ? ", which they look like; where that is wrong, name the list's `charset` in the policy" : ""))
        }
    }

    private static func guess(_ bytes: [UInt8]) -> CharacterEncoding {
        var sample: [UInt8] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.contains(where: { $0 >= 0x80 }) {
            guard (try? UTF8Span(validating: Array(line).span)) == nil else { continue }
            sample += line + [UInt8(ascii: "\n")]
            if sample.count > 65_536 { break }
        }
        return CharacterEncoding.likely(for: sample.span)
    }

    private mutating func report(_ severity: RuleDiagnostic.Severity, _ path: String, _ line: UInt32, _ message: String) {
        diagnostics.append(RuleDiagnostic(severity: severity, kind: .encoding, file: path, line: LineNumber(line), message: message))
    }
}

/// Character sets as lists, files and folders name them.
enum CharacterSetName {
    /// A comment that is nothing but a character set's name, also in `<` and `>`.
    static func inComment(_ line: ArraySlice<UInt8>) -> CharacterEncoding? {
        guard line.first == UInt8(ascii: "#"), line.count < 40 else { return nil }
        let word = String(decoding: line, as: UTF8.self).trimmingPrefix("#").trimmingPrefix("<")
        return CharacterEncoding(label: String(word.prefix { $0 != ">" && $0 != "\r" }))
    }

    /// The character set that languages of the folders of e2guardian's phrase lists were written in before UTF-8.
    private static let languages: [(name: String, label: String)] = [
        ("1251", "windows-1251"), ("koi8", "koi8-r"), ("big5", "big5"), ("gb2312", "gb18030"), ("gb18030", "gb18030"), ("gbk", "gb18030"),
        ("russian", "windows-1251"), ("chinese", "gb18030"), ("polish", "iso-8859-2"), ("czech", "iso-8859-2"), ("hungarian", "iso-8859-2"),
        ("greek", "iso-8859-7"), ("turkish", "iso-8859-9"), ("hebrew", "iso-8859-8"), ("arabic", "windows-1256"), ("korean", "euc-kr"),
        ("thai", "windows-874"), ("danish", "windows-1252"), ("dutch", "windows-1252"), ("french", "windows-1252"),
        ("german", "windows-1252"), ("italian", "windows-1252"), ("malay", "windows-1252"), ("norwegian", "windows-1252"),
        ("portuguese", "windows-1252"), ("spanish", "windows-1252"), ("swedish", "windows-1252"), ("english", "windows-1252"),
    ]

    /// The last three parts of the path decide: `russian-koi8-r/pornography/weighted`.
    static func inPath(_ path: String) -> CharacterEncoding? {
        for part in path.lowercased().split(separator: "/").suffix(3).reversed() {
            let words = part.split { $0 == "-" || $0 == "_" || $0 == "." }
            for (name, label) in languages where words.contains(where: { $0 == name || $0 == "chinese" + name }) {
                return CharacterEncoding(label: label)
            }
        }
        return nil
    }
}
