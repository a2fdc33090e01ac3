/// Cuts a list into lines: LF, CRLF or CR ends one; a UTF-8 byte order mark is skipped; the last line needs no end.
///
/// It holds offsets only, so a line of any length costs no memory.
struct LineReader {
    /// Bytes. The longest real line seen is a uBlock Origin rule of 17 KiB; one of more than 64 KiB is an attack or a broken file.
    static let maximumLength = 65_536

    struct Line {
        var range: Range<Int>
        var number: LineNumber
        var flaw: Flaw?
    }

    enum Flaw {
        case tooLong
        case binary

        var kind: RuleDiagnostic.Kind { self == .tooLong ? .lineTooLong : .encoding }

        var message: String {
            switch self {
            case .tooLong: "the line is longer than \(LineReader.maximumLength) bytes: left out"
            case .binary: "the line holds a NUL byte: is this a text file, and decompressed?"
            }
        }
    }

    private var offset: Int
    private var number: UInt32 = 0

    init(_ bytes: Span<UInt8>) {
        let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        offset = hasMark ? 3 : 0
    }

    mutating func next(in bytes: Span<UInt8>) -> Line? {
        let start = offset
        let count = bytes.count
        guard start < count else { return nil }
        var index = start
        var hasNUL = false
        while index < count {
            let byte = bytes[index]
            // One comparison for nearly every byte.
            if byte <= 0x0D {
                if byte == 0x0A || byte == 0x0D { break }
                if byte == 0 { hasNUL = true }
            }
            index &+= 1
        }
        offset = index &+ 1
        if index &+ 1 < count, bytes[index] == 0x0D, bytes[index &+ 1] == 0x0A { offset = index &+ 2 }
        // Why: a list of more than 2³² lines keeps its last number instead of trapping.
        if number < .max { number &+= 1 }
        let flaw: Flaw? = index &- start > Self.maximumLength ? .tooLong : hasNUL ? .binary : nil
        return Line(range: start..<index, number: LineNumber(number), flaw: flaw)
    }
}
