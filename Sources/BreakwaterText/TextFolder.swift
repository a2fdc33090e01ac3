/// Folds a stream of UTF-8 bytes; every cut of the stream gives the same output. `TextFolding` says what folding is.
///
/// A scalar can change when a combining mark follows, so the last one is held until the next is known. The fast
/// loop writes it at once and takes it back where it must (`TextFolder+Run.swift`); `step` is the plain road that
/// every scalar with a mark, every cut sequence and every ill-formed byte takes.
package struct TextFolder: ~Copyable {
    /// Where `fold` ends.
    package enum Stop: Sendable {
        case atEnd
        /// Before a `<` or `&`.
        case atMarkup
    }

    /// What separated the last output from what comes next. The greater of two wins.
    enum Gap {
        static let none: UInt8 = 0
        static let space: UInt8 = 1
        /// ASCII white space with a line break: nothing between two wide scalars.
        static let lineBreak: UInt8 = 2
        static let separator: UInt8 = 3
    }

    /// A cluster longer than this is cut; Unicode's stream-safe format allows 30 marks.
    static let clusterLimit = 31

    let table = FoldTable.shared
    var gap: UInt8
    var endsWide = false
    /// A base scalar and its marks, not yet written.
    var cluster: [UInt32] = []
    var sequence = UTF8Accumulator()
    /// What one run of the fast loop writes.
    var buffer = blank
    /// Copied by the first run: cheaper than to make it anew for each page.
    private static let blank = [UInt8](repeating: 0, count: bufferSize)

    /// - Parameter beginsWithSeparator: whether the first word gets a space before it.
    package init(beginsWithSeparator: Bool) {
        gap = beginsWithSeparator ? Gap.separator : Gap.none
    }

    /// Folds the bytes from an index on.
    ///
    /// - Returns: the index of the first byte not folded: the end, or a `<` or `&` where it was told to stop there.
    /// - Complexity: linear; allocates only to grow the output, and for clusters with composing marks.
    package mutating func fold(_ bytes: Span<UInt8>, from start: Int, stops: Stop, into output: inout [UInt8]) -> Int {
        var index = max(0, start)
        while index < bytes.count {
            if !cluster.isEmpty || sequence.isInside {
                if stops == .atMarkup, Self.isMarkup(bytes[index]) { return index }
                if returnsToRun(bytes, at: index) {
                    resolveCluster(into: &output)
                } else {
                    index = step(bytes[index], at: index, into: &output)
                    continue
                }
            }
            let end = run(bytes, from: index, stops: stops, into: &output)
            index = end.index
            guard index < bytes.count else { break }
            if stops == .atMarkup, Self.isMarkup(bytes[index]) { return index }
            if end.needsPlainRoad { index = step(bytes[index], at: index, into: &output) }
        }
        return index
    }

    /// Writes what is held, as at the end of a run of text. A cut UTF-8 sequence is ill-formed then.
    package mutating func settle(into output: inout [UInt8]) {
        resolveCluster(into: &output)
        guard sequence.isInside else { return }
        sequence.reset()
        separate()
    }

    /// Ends the word, as a block element does.
    package mutating func breakWord(into output: inout [UInt8]) {
        settle(into: &output)
        separate()
    }

    /// Ends the text: a separator at its end is one space.
    package mutating func finish(into output: inout [UInt8]) {
        settle(into: &output)
        if gap != Gap.none { output.append(0x20) }
        gap = Gap.none
    }

    mutating func separate() { gap = Gap.separator }

    private static func isMarkup(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "<") || byte == UInt8(ascii: "&") }

    // MARK: The plain road

    /// Whether what is held is complete, because the next whole scalar combines with nothing before it.
    private func returnsToRun(_ bytes: Span<UInt8>, at index: Int) -> Bool {
        guard !sequence.isInside else { return false }
        let byte = bytes[index]
        if byte < 0x80 { return byte != 0 }
        let next = Self.scalar(in: bytes, at: index)
        guard next.length > 0 else { return false }
        let entry = table.entry(for: next.value)
        return !entry.isKind(.joiner) && !entry.isKind(.dropped)
    }

    /// Takes one byte, or none where it ends an ill-formed sequence and begins something new.
    private mutating func step(_ byte: UInt8, at index: Int, into output: inout [UInt8]) -> Int {
        switch sequence.take(byte) {
        case .needsMore: return index + 1
        case .scalar(let scalar):
            take(scalar, into: &output)
            return index + 1
        case .invalid(let reprocess):
            take(0xFFFD, into: &output)
            return reprocess ? index : index + 1
        }
    }

    private mutating func take(_ scalar: UInt32, into output: inout [UInt8]) {
        let entry = table.entry(for: scalar)
        if entry.isKind(.dropped) { return }
        if entry.isKind(.joiner) {
            cluster.append(scalar)
            if cluster.count >= Self.clusterLimit { resolveCluster(into: &output) }
            return
        }
        resolveCluster(into: &output)
        if scalar < 0x80 {
            takeASCII(UInt8(truncatingIfNeeded: scalar))
        } else if entry.isKind(.separator) {
            separate()
        } else {
            cluster.append(scalar)
        }
    }

    private mutating func takeASCII(_ byte: UInt8) {
        switch table.bytes[Int(byte)] {
        case FoldTable.ASCIIClass.space: gap = max(gap, Gap.space)
        case FoldTable.ASCIIClass.lineBreak: gap = max(gap, Gap.lineBreak)
        case FoldTable.ASCIIClass.separator: separate()
        default: cluster.append(UInt32(byte))
        }
    }
}
