package import BreakwaterBundle

/// One URL rule or regular expression as the bundle stores it, 32 bytes.
///
/// ```text
/// 0  4 pattern offset in `strings`     16 4 domain option offset + 1, 0 none
/// 4  2 pattern length                  20 4 line
/// 6  1 shape                           24 4 text offset in `strings`
/// 7  1 RuleFlags                       28 2 text length
/// 8  2 resource types                  30 2 specificity: labels of the host part × 256 + bytes of the path part, at most 255
/// 10 2 methods
/// 12 2 list
/// 14 1 category · 15 1 zero
/// ```
package struct RuleRecord: Sendable {
    package static let byteCount = 32

    package struct Shape: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let startsAtHostLabel = Shape(rawValue: 1 << 0)
        package static let startsAtBeginning = Shape(rawValue: 1 << 1)
        package static let endsAtEnd = Shape(rawValue: 1 << 2)
        package static let matchesCase = Shape(rawValue: 1 << 3)
        /// The pattern holds `*` or `^`.
        package static let hasWildcards = Shape(rawValue: 1 << 4)
        /// The pattern holds `*`.
        package static let hasStar = Shape(rawValue: 1 << 7)
    }

    package var patternOffset: UInt32
    package var patternLength: UInt16
    package var shape: Shape
    package var flags: RuleFlags
    package var types: UInt16
    package var methods: UInt16
    package var list: UInt16
    package var category: UInt8
    package var options: UInt32
    package var line: UInt32
    package var textOffset: UInt32
    package var textLength: UInt16
    package var specificity: UInt16

    package init(
        patternOffset: UInt32, patternLength: UInt16, shape: Shape, flags: RuleFlags, types: UInt16, methods: UInt16, list: UInt16,
        category: UInt8, options: UInt32, line: UInt32, textOffset: UInt32, textLength: UInt16, specificity: UInt16
    ) {
        self.patternOffset = patternOffset
        self.patternLength = patternLength
        self.shape = shape
        self.flags = flags
        self.types = types
        self.methods = methods
        self.list = list
        self.category = category
        self.options = options
        self.line = line
        self.textOffset = textOffset
        self.textLength = textLength
        self.specificity = specificity
    }

    @inline(__always)
    package init(_ bytes: RawSpan, _ number: Int) {
        let at = number &* Self.byteCount
        patternOffset = bytes.u32(at: at)
        patternLength = bytes.u16(at: at &+ 4)
        shape = Shape(rawValue: bytes.u8(at: at &+ 6))
        flags = RuleFlags(rawValue: bytes.u8(at: at &+ 7))
        types = bytes.u16(at: at &+ 8)
        methods = bytes.u16(at: at &+ 10)
        list = bytes.u16(at: at &+ 12)
        category = bytes.u8(at: at &+ 14)
        options = bytes.u32(at: at &+ 16)
        line = bytes.u32(at: at &+ 20)
        textOffset = bytes.u32(at: at &+ 24)
        textLength = bytes.u16(at: at &+ 28)
        specificity = bytes.u16(at: at &+ 30)
    }

    /// Where the pattern is in `strings`.
    package var pattern: Range<Int> { Int(patternOffset)..<Int(patternOffset) + Int(patternLength) }

    package func write(to bytes: inout [UInt8]) {
        bytes.append(u32: patternOffset)
        bytes.append(u16: patternLength)
        bytes.append(shape.rawValue)
        bytes.append(flags.rawValue)
        bytes.append(u16: types)
        bytes.append(u16: methods)
        bytes.append(u16: list)
        bytes.append(category)
        bytes.append(0)
        bytes.append(u32: options)
        bytes.append(u32: line)
        bytes.append(u32: textOffset)
        bytes.append(u16: textLength)
        bytes.append(u16: specificity)
    }
}

/// The text pool of a bundle; a reference outside it gives nothing.
package struct StringTable: Sendable {
    private let section: BundleSection

    package init(_ reader: BundleReader) { section = reader.section(.strings) }

    package var bytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get { section.bytes }
    }

    package func text(_ offset: UInt32, _ length: UInt16) -> String {
        let bytes = section.bytes
        return String(decoding: (0..<Int(length)).map { bytes.u8(at: Int(offset) + $0) }, as: UTF8.self)
    }

    package func holds(_ offset: UInt32, _ length: UInt16) -> Bool { Int(offset) + Int(length) <= section.count }
}
