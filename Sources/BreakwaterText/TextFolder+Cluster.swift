extension TextFolder {
    /// Writes the held scalars in their composed form.
    mutating func resolveCluster(into output: inout [UInt8]) {
        guard !cluster.isEmpty else { return }
        if cluster.count == 1 || !mayCompose {
            for scalar in cluster { write(scalar, into: &output) }
        } else {
            var text = String.UnicodeScalarView()
            for scalar in cluster { text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
            for scalar in FoldTableBuilder.composed(String(text)).unicodeScalars {
                write(scalar.value, into: &output)
            }
        }
        cluster.removeAll(keepingCapacity: true)
    }

    /// One mark that composes with nothing needs no normalisation; two may change places.
    private var mayCompose: Bool {
        if cluster.count > 2 { return true }
        return cluster.dropFirst().contains { table.entry(for: $0).composes }
    }

    /// Writes one scalar that nothing will combine with any more.
    private mutating func write(_ scalar: UInt32, into output: inout [UInt8]) {
        let entry = table.entry(for: scalar)
        if scalar < 0x80 {
            writeASCII(UInt8(truncatingIfNeeded: scalar), into: &output)
        } else if entry.isKind(.separator) {
            separate()
        } else if entry.isKind(.replaced) || entry.isKind(.joiner) {
            writeReplacement(entry, into: &output)
        } else if !entry.isKind(.dropped) {
            if entry.isKind(.word) { separate() }
            closeGap(startsWide: entry.startsWide, into: &output)
            for byte in UTF8Bytes(scalar) { output.append(byte) }
            endsWide = entry.endsWide
            if entry.isKind(.word) { separate() }
        }
    }

    private mutating func writeASCII(_ byte: UInt8, into output: inout [UInt8]) {
        let folded = table.bytes[Int(byte)]
        guard folded > FoldTable.ASCIIClass.markup else { return separate() }
        closeGap(startsWide: false, into: &output)
        output.append(folded)
        endsWide = false
    }

    private mutating func writeReplacement(_ entry: FoldTable.Entry, into output: inout [UInt8]) {
        var startsWide = entry.startsWide
        for offset in entry.offset..<(entry.offset + entry.length) {
            let byte = table.replacements[offset]
            if byte == 0x20 {
                separate()
            } else {
                closeGap(startsWide: startsWide, into: &output)
                output.append(byte)
                endsWide = entry.endsWide
            }
            startsWide = false
        }
    }

    private mutating func closeGap(startsWide: Bool, into output: inout [UInt8]) {
        guard gap != Gap.none else { return }
        if !(gap == Gap.lineBreak && startsWide && endsWide) { output.append(0x20) }
        gap = Gap.none
    }
}

/// The UTF-8 bytes of a scalar value, without a `String`.
struct UTF8Bytes: Sequence, IteratorProtocol {
    private var packed: UInt32
    private var left: Int

    init(_ scalar: UInt32) {
        let tail = { (shift: UInt32) -> UInt32 in 0x80 | (scalar >> shift) & 0x3F }
        switch scalar {
        case 0..<0x80: (packed, left) = (scalar, 1)
        case 0x80..<0x800: (packed, left) = ((0xC0 | scalar >> 6) | tail(0) << 8, 2)
        case 0x800..<0x10000: (packed, left) = ((0xE0 | scalar >> 12) | tail(6) << 8 | tail(0) << 16, 3)
        default: (packed, left) = ((0xF0 | (scalar >> 18) & 7) | tail(12) << 8 | tail(6) << 16 | tail(0) << 24, 4)
        }
    }

    mutating func next() -> UInt8? {
        guard left > 0 else { return nil }
        left -= 1
        defer { packed >>= 8 }
        return UInt8(truncatingIfNeeded: packed)
    }
}
