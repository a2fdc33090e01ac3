extension TextFolder {
    /// How a run of the fast loop ended.
    private enum RunEnd {
        /// At the end of the bytes, at the run's own limit, or before markup.
        case pause
        /// Before a scalar or an ill-formed byte for the plain road.
        case plainRoad
    }

    /// Bytes that one run reads at most.
    private static let runLimit = 1024
    /// Room for a run's output: a byte for a byte, a space for a gap left by earlier text, and the longest replacement.
    static let bufferSize = runLimit + 64

    /// Runs the fast loop from the index on.
    ///
    /// What it wrote of a scalar that a mark may still follow is taken back into `cluster`, so the two roads write
    /// the same.
    ///
    /// - Returns: the index of the first byte not folded, and whether it is one for the plain road.
    mutating func run(_ bytes: Span<UInt8>, from start: Int, stops: Stop, into output: inout [UInt8]) -> (index: Int, needsPlainRoad: Bool) {
        var last = LastScalar()
        let result = Self.run(
            bytes, from: start, flavour: stops == .atMarkup ? 256 : 0, table: table, gap: &gap, endsWide: &endsWide, last: &last,
            into: &buffer)
        var count = result.count
        let isBeforeTag = result.index < bytes.count && stops == .atMarkup && bytes[result.index] == UInt8(ascii: "<")
        if last.length > 0, !isBeforeTag {
            count -= last.length
            cluster.append(last.value)
        }
        output.append(contentsOf: buffer[0..<count])
        return (result.index, result.end == .plainRoad)
    }

    /// The last scalar written, and how many bytes it took; 0 where a mark has nothing to combine with.
    private struct LastScalar {
        var value: UInt32 = 0
        var length = 0
    }

    /// Folds ASCII, and scalars that fold by table alone.
    ///
    /// Why so long: the loop's state stays in registers only within one function.
    private static func run(
        _ bytes: Span<UInt8>, from start: Int, flavour: Int, table: FoldTable, gap outerGap: inout UInt8, endsWide outerEndsWide: inout Bool,
        last: inout LastScalar, into buffer: inout [UInt8]
    ) -> (index: Int, count: Int, end: RunEnd) {
        var out = buffer.mutableSpan
        let replacements = table.replacements
        let limit = min(bytes.count, start + runLimit)
        var index = start
        var count = 0
        var gap = outerGap
        var endsWide = outerEndsWide
        var end = RunEnd.pause
        // Where words in blocks are looked for next: what just was no such block is not looked at again at once.
        var nextBlock = start
        var nextLongBlock = start
        loop: while index < limit {
            let byte = bytes[index]
            if byte < 0x80, index >= nextLongBlock {
                if let block = longWordBlock(bytes, at: index, below: limit, after: gap) {
                    if gap != Gap.none {
                        out[count] = 0x20
                        count += 1
                    }
                    var room = unsafe out.mutableBytes
                    // Any bytes may stand there. Room: 16 bytes are folded into at most 16, and `bufferSize` leaves 64 behind them.
                    room.storeBytes(of: block.folded, toByteOffset: count, as: SIMD16<UInt8>.self)
                    gap = block.endsWithSpace ? Gap.space : Gap.none
                    count += block.endsWithSpace ? 15 : 16
                    index += 16
                    endsWide = false
                    continue
                }
                nextLongBlock = index + 16
            }
            if byte < 0x80, index >= nextBlock {
                if let block = wordBlock(bytes, at: index, below: limit, after: gap) {
                    if gap != Gap.none {
                        out[count] = 0x20
                        count += 1
                    }
                    // Any bytes may stand there.
                    var room = unsafe out.mutableBytes
                    room.storeBytes(of: block.folded.littleEndian, toByteOffset: count, as: UInt64.self)
                    gap = block.endsWithSpace ? Gap.space : Gap.none
                    count += block.endsWithSpace ? 7 : 8
                    index += 8
                    endsWide = false
                    continue
                }
                nextBlock = index + 8
            }
            let folded = table.bytes[flavour + Int(byte)]
            if folded > FoldTable.ASCIIClass.markup {
                if gap != Gap.none {
                    out[count] = 0x20
                    count += 1
                    gap = Gap.none
                }
                out[count] = folded
                count += 1
                index += 1
                endsWide = false
                continue
            }
            switch folded {
            case FoldTable.ASCIIClass.space: gap = max(gap, Gap.space)
            case FoldTable.ASCIIClass.lineBreak: gap = max(gap, Gap.lineBreak)
            case FoldTable.ASCIIClass.separator: gap = Gap.separator
            case FoldTable.ASCIIClass.markup: break loop
            default:
                // What a mark here would combine with. NUL is dropped, so it stands between nothing.
                if index > start, bytes[index - 1] < 0x80, bytes[index - 1] != 0 {
                    last = ascii(bytes[index - 1], table)
                }
                let (scalar, length) = scalar(in: bytes, at: index)
                let entry = length > 0 ? table.entry(for: scalar) : FoldTable.Entry(.joiner)
                if entry.kind <= FoldTable.Kind.replaced.rawValue {
                    index += length
                    if entry.isKind(.separator) {
                        gap = Gap.separator
                        last.length = 0
                        continue
                    }
                    if entry.isKind(.dropped) { continue }
                    // Letters of one script fold to themselves or to others as it comes: a branch on which is guessed wrongly all the
                    // time, so that both are read and one is chosen.
                    let isItself = entry.isKind(.itself)
                    let written = isItself ? length : entry.length
                    guard !entry.holdsSeparator, written <= 4, count + written + (limit - index) + 8 <= out.count else {
                        index -= length
                        end = .plainRoad
                        break loop
                    }
                    if gap != Gap.none {
                        if gap != Gap.lineBreak || !endsWide || !entry.startsWide {
                            out[count] = 0x20
                            count += 1
                        }
                        gap = Gap.none
                    }
                    // The table ends with four bytes more than it needs.
                    let other = unsafe replacements.span.bytes.unsafeLoadUnaligned(fromByteOffset: entry.offset, as: UInt32.self)
                    let own = word(of: length, in: bytes, endingAt: index)
                    var room = unsafe out.mutableBytes
                    // Bound: eight bytes and more are free behind `count`, as was just held.
                    room.storeBytes(of: isItself ? own : other, toByteOffset: count, as: UInt32.self)
                    last.value = scalar
                    last.length = written
                    count += written
                    endsWide = entry.endsWide
                    continue
                }
                end = .plainRoad
                break loop
            }
            index += 1
        }
        if index > start, bytes[index - 1] < 0x80, bytes[index - 1] != 0 { last = ascii(bytes[index - 1], table) }
        outerGap = gap
        outerEndsWide = endsWide
        return (index, count, end)
    }

    /// The same as ``wordBlock(_:at:below:after:)`` for sixteen bytes.
    @inline(__always)
    private static func longWordBlock(
        _ bytes: Span<UInt8>, at index: Int, below limit: Int, after gap: UInt8
    ) -> (folded: SIMD16<UInt8>, endsWithSpace: Bool)? {
        typealias Bytes = SIMD16<UInt8>
        typealias Words = SIMD2<UInt64>
        guard index <= limit - 16 else { return nil }
        // Bound: sixteen bytes follow `index`, as `limit` is at most the count.
        let block = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: Bytes.self)
        // A byte of each is all ones where it is one. Two words, as there is no other way to look at all of them at once.
        let letters = unsafe unsafeBitCast((block | Bytes(repeating: 0x20)) &- Bytes(repeating: 0x61) .< Bytes(repeating: 26), to: Words.self)
        let digits = unsafe unsafeBitCast(block &- Bytes(repeating: 0x30) .< Bytes(repeating: 10), to: Words.self)
        let spaces = unsafe unsafeBitCast(block .== Bytes(repeating: 0x20), to: Words.self)
        let known = letters | digits | spaces
        guard known[0] & known[1] == .max else { return nil }
        let (low, high) = (UInt64(littleEndian: spaces[0]), UInt64(littleEndian: spaces[1]))
        guard low & low >> 8 | high & high >> 8 | low >> 56 & high == 0, gap == Gap.none || low & 1 == 0 else { return nil }
        let cases = unsafe unsafeBitCast(letters, to: Bytes.self) & Bytes(repeating: 0x20)
        return (block | cases, high >> 63 == 1)
    }

    /// Eight bytes that are ASCII letters, digits and single spaces, as nearly all English text is; `nil` where they are not.
    ///
    /// Each folds to itself or to its lower case, so they are folded at once, as one number whose bytes do not carry into one another.
    /// A space last of all is not written yet: what follows may make a greater gap of it.
    @inline(__always)
    private static func wordBlock(
        _ bytes: Span<UInt8>, at index: Int, below limit: Int, after gap: UInt8
    ) -> (folded: UInt64, endsWithSpace: Bool)? {
        guard index <= limit - 8 else { return nil }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs = ones << 7
        // Bound: eight bytes follow `index`, as `limit` is at most the count.
        let word = UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
        guard word & highs == 0 else { return nil }
        // The high bit of each byte that is at least so much; all are below 128.
        func reaching(_ least: UInt64, _ word: UInt64) -> UInt64 { word &+ ones &* (128 &- least) }
        let lower = word | ones &* 0x20
        let letters = reaching(0x61, lower) & ~reaching(0x7B, lower) & highs
        let digits = reaching(0x30, word) & ~reaching(0x3A, word)
        let spaces = ~reaching(1, word ^ ones &* 0x20) & highs
        guard (letters | digits | spaces) & highs == highs, spaces & spaces >> 8 == 0 else { return nil }
        guard gap == Gap.none || spaces & 0x80 == 0 else { return nil }
        return (word | letters >> 2, spaces >> 63 == 1)
    }

    /// The bytes of a scalar before the index, and any after them.
    @inline(__always)
    private static func word(of length: Int, in bytes: Span<UInt8>, endingAt index: Int) -> UInt32 {
        let start = index - length
        // Bound: four bytes follow `start`.
        if start + 4 <= bytes.count {
            return unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self)
        }
        var word: UInt32 = 0
        for offset in 0..<length { word |= UInt32(bytes[start + offset]) << UInt32(8 * offset) }
        return UInt32(littleEndian: word)
    }

    private static func ascii(_ byte: UInt8, _ table: FoldTable) -> LastScalar {
        LastScalar(value: UInt32(byte), length: table.bytes[Int(byte)] > FoldTable.ASCIIClass.markup ? 1 : 0)
    }

    /// The well-formed scalar at the index; length 0 where there is none, or not all of it.
    @inline(__always)
    static func scalar(in bytes: Span<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
        let first = UInt32(bytes[index])
        let left = bytes.count - index
        func tail(_ offset: Int) -> UInt32? {
            let byte = bytes[index + offset]
            return byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
        }
        switch first {
        case 0..<0x80: return (first, 1)
        case 0xC2...0xDF:
            guard left >= 2, let a = tail(1) else { return (0, 0) }
            return ((first & 0x1F) << 6 | a, 2)
        case 0xE0...0xEF:
            guard left >= 3, let a = tail(1), let b = tail(2) else { return (0, 0) }
            let value = (first & 0x0F) << 12 | a << 6 | b
            return value >= 0x800 && value >> 11 != 0x1B ? (value, 3) : (0, 0)
        case 0xF0...0xF4:
            guard left >= 4, let a = tail(1), let b = tail(2), let c = tail(3) else { return (0, 0) }
            let value = (first & 7) << 18 | a << 12 | b << 6 | c
            return (0x10000...0x10FFFF).contains(value) ? (value, 4) : (0, 0)
        default: return (0, 0)
        }
    }
}
