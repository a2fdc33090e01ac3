extension TextFolder {
    /// What the fast loop knows about the text before its place.
    private struct Progress {
        var index: Int
        var gap: UInt8
        var endsWide: Bool
        /// The last scalar written, and how many bytes it took; 0 where a mark has nothing to combine with.
        var last: UInt32 = 0
        var lastLength = 0
    }

    /// The fast loop: ASCII, and scalars that fold by table alone.
    ///
    /// It ends at the end, before markup where it was told to, and before a scalar for the plain road. What it wrote
    /// of a scalar that a mark may still follow is taken back into `cluster`, so the two roads write the same.
    mutating func run(_ bytes: Span<UInt8>, from start: Int, stops: Stop, into output: inout [UInt8]) -> Int {
        var progress = Progress(index: start, gap: gap, endsWide: endsWide)
        let table = self.table
        let flavour = stops == .atMarkup ? 256 : 0
        // Each byte writes at most one byte, except that a gap left by earlier text writes one more.
        output.append(addingCapacity: bytes.count - start + 2) { (out: inout OutputSpan<UInt8>) in
            Self.run(bytes, table: table, flavour: flavour, &progress, into: &out)
            guard progress.lastLength > 0 else { return }
            if progress.index < bytes.count, bytes[progress.index] == UInt8(ascii: "<") { progress.lastLength = 0 }
            out.removeLast(progress.lastLength)
        }
        if progress.lastLength > 0 { cluster.append(progress.last) }
        gap = progress.gap
        endsWide = progress.endsWide
        return progress.index
    }

    private static func run(
        _ bytes: Span<UInt8>, table: FoldTable, flavour: Int, _ state: inout Progress, into out: inout OutputSpan<UInt8>
    ) {
        let byteClasses = table.bytes
        let classes = byteClasses.span
        let start = state.index
        var index = start
        var gap = state.gap
        var endsWide = state.endsWide
        loop: while index < bytes.count {
            let byte = bytes[index]
            let folded = classes[flavour + Int(byte)]
            if folded > FoldTable.ASCIIClass.markup {
                if gap != Gap.none {
                    out.append(0x20)
                    gap = Gap.none
                }
                out.append(folded)
                endsWide = false
                index += 1
                continue
            }
            switch folded {
            case FoldTable.ASCIIClass.scalar:
                noteASCII(before: index, from: start, bytes, classes, &state)
                state.gap = gap
                state.endsWide = endsWide
                guard let length = takeScalar(bytes, at: index, table: table, &state, into: &out) else { break loop }
                gap = state.gap
                endsWide = state.endsWide
                index += length
                continue
            case FoldTable.ASCIIClass.space: gap = max(gap, Gap.space)
            case FoldTable.ASCIIClass.lineBreak: gap = max(gap, Gap.lineBreak)
            case FoldTable.ASCIIClass.separator: gap = Gap.separator
            default: break loop
            }
            index += 1
        }
        noteASCII(before: index, from: start, bytes, classes, &state)
        state.index = index
        state.gap = gap
        state.endsWide = endsWide
    }

    /// Remembers the ASCII byte before the index as what a mark would combine with.
    private static func noteASCII(
        before index: Int, from start: Int, _ bytes: Span<UInt8>, _ classes: Span<UInt8>, _ state: inout Progress
    ) {
        // NUL is dropped, so it stands between nothing.
        guard index > start, bytes[index - 1] < 0x80, bytes[index - 1] != 0 else { return }
        state.last = UInt32(bytes[index - 1])
        state.lastLength = classes[Int(bytes[index - 1])] > FoldTable.ASCIIClass.markup ? 1 : 0
    }

    /// Writes the scalar at the index.
    ///
    /// - Returns: its length in the input, `nil` where it is one for the plain road.
    private static func takeScalar(
        _ bytes: Span<UInt8>, at index: Int, table: FoldTable, _ state: inout Progress, into out: inout OutputSpan<UInt8>
    ) -> Int? {
        let (scalar, length) = scalar(in: bytes, at: index)
        guard length > 0 else { return nil }
        let entry = table.entry(for: scalar)
        switch entry.kind {
        case FoldTable.Kind.itself.rawValue:
            closeGap(entry, &state, into: &out)
            for offset in 0..<length { out.append(bytes[index + offset]) }
            state.lastLength = length
        case FoldTable.Kind.replaced.rawValue:
            let rest = bytes.count - index
            guard !entry.holdsSeparator, entry.length + rest + 1 <= out.freeCapacity else { return nil }
            closeGap(entry, &state, into: &out)
            for offset in entry.offset..<(entry.offset + entry.length) { out.append(table.replacements[offset]) }
            state.lastLength = entry.length
        case FoldTable.Kind.separator.rawValue:
            state.gap = Gap.separator
            state.lastLength = 0
            return length
        case FoldTable.Kind.dropped.rawValue:
            return length
        default:
            return nil
        }
        state.last = scalar
        state.endsWide = entry.endsWide
        return length
    }

    private static func closeGap(_ entry: FoldTable.Entry, _ state: inout Progress, into out: inout OutputSpan<UInt8>) {
        guard state.gap != Gap.none else { return }
        if !(state.gap == Gap.lineBreak && state.endsWide && entry.startsWide) { out.append(0x20) }
        state.gap = Gap.none
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
