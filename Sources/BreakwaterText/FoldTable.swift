/// What folding does with each Unicode scalar by itself.
///
/// Two table look-ups a scalar replace the Unicode library on the hot path. Pages of 256 scalars that behave alike
/// are stored once, so the whole of Unicode takes about 300 KiB.
package final class FoldTable: Sendable {
    /// What becomes of a scalar.
    enum Kind: UInt32 {
        /// Its own UTF-8 bytes.
        case itself = 0
        case dropped = 1
        case separator = 2
        /// Other bytes; a space among them is a separator.
        case replaced = 3
        /// It may combine with the scalar before it; alone it becomes other bytes, or none.
        case joiner = 4
        /// Its own bytes, as a word of its own.
        case word = 5
    }

    /// One scalar's fate, packed: kind in bits 0–2, width in 3 and 4, `composes` in 5, length in 6–13, offset in 14–29,
    /// `holdsSeparator` in 30.
    struct Entry: Hashable {
        let bits: UInt32

        init(_ kind: Kind, startsWide: Bool = false, endsWide: Bool = false) {
            bits = kind.rawValue | (startsWide ? 8 : 0) | (endsWide ? 16 : 0)
        }

        /// - Parameter replacement: where its bytes are in `replacements`.
        func with(replacement: Range<Int>, composes: Bool, holdsSeparator: Bool) -> Entry {
            let place = (UInt32(truncatingIfNeeded: replacement.count) & 0xFF) << 6
                | (UInt32(truncatingIfNeeded: replacement.lowerBound) & 0xFFFF) << 14
            return Entry(bits: bits | place | (composes ? 32 : 0) | (holdsSeparator ? 1 << 30 : 0))
        }

        init(bits: UInt32) { self.bits = bits }

        /// The raw kind, for a comparison without a failable conversion.
        var kind: UInt32 { bits & 7 }
        func isKind(_ other: Kind) -> Bool { kind == other.rawValue }
        /// Whether a line break before it can be none at all (kana, ideographs).
        var startsWide: Bool { bits & 8 != 0 }
        var endsWide: Bool { bits & 16 != 0 }
        /// Whether some base scalar composes with this joiner.
        var composes: Bool { bits & 32 != 0 }
        var length: Int { Int((bits >> 6) & 0xFF) }
        var offset: Int { Int((bits >> 14) & 0xFFFF) }
        /// Whether the replacement has a separator in it (`㈱`).
        var holdsSeparator: Bool { bits & (1 << 30) != 0 }
    }

    /// What an ASCII byte is to the fast loop; every greater value is the folded byte itself.
    enum ASCIIClass {
        /// Not ASCII, or NUL: look at the whole scalar.
        static let scalar: UInt8 = 0
        static let space: UInt8 = 1
        static let lineBreak: UInt8 = 2
        static let separator: UInt8 = 3
        /// `<` or `&`, where the caller asked to stop there.
        static let markup: UInt8 = 4
    }

    /// Built at first use, shared by all threads.
    package static let shared = FoldTable()

    /// Indexed by byte: 256 entries for plain text, then 256 for text with markup.
    let bytes: [UInt8]
    /// Indexed by scalar >> 8.
    let pages: [UInt16]
    /// Indexed by page << 8 | scalar & 255.
    let entries: [UInt32]
    /// The replacements, end to end, and four bytes behind them.
    let replacements: [UInt8]

    private init() {
        let unicode = FoldTableBuilder.build()
        pages = unicode.pages
        entries = unicode.entries
        replacements = unicode.replacements + [0, 0, 0, 0]
        bytes = Self.byteClasses(stopsAtMarkup: false) + Self.byteClasses(stopsAtMarkup: true)
    }

    /// - Parameter scalar: any value; what is no scalar folds like U+FFFD.
    func entry(for scalar: UInt32) -> Entry {
        let page = Int(scalar >> 8)
        guard page < pages.count else { return Entry(.separator) }
        return Entry(bits: entries[Int(pages[page]) << 8 | Int(scalar & 255)])
    }

    private static func byteClasses(stopsAtMarkup: Bool) -> [UInt8] {
        (0...255).map { value -> UInt8 in
            let byte = UInt8(value)
            switch byte {
            case UInt8(ascii: "<"), UInt8(ascii: "&"): return stopsAtMarkup ? ASCIIClass.markup : ASCIIClass.separator
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): return byte
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): return byte | 0x20
            case 0x09, 0x0C, 0x20: return ASCIIClass.space
            case 0x0A, 0x0D: return ASCIIClass.lineBreak
            case 0, 0x80...: return ASCIIClass.scalar
            default: return ASCIIClass.separator
            }
        }
    }
}
