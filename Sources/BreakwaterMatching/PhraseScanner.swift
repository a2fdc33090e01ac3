import BreakwaterBundle
import BreakwaterURL

/// Finds a table's literals in text that comes in pieces, however it is cut.
///
/// Keeps the last `longest - 1` bytes of each piece; a literal counts once (weighted phrase mode 2 of e2guardian), so that
/// seeing it again in the overlap changes nothing.
package struct PhraseScanner: ~Copyable {
    private let table: PhraseTable
    private var seen: LiteralSet
    private var carry: [UInt8] = []

    package init(_ table: PhraseTable) {
        self.table = table
        seen = LiteralSet(count: table.literalCount)
    }

    package mutating func scan(_ text: borrowing Span<UInt8>) {
        // Text's bytes are its own bytes: there is no padding to read.
        let bytes = unsafe text.bytes
        let keep = max(0, table.longest - 1)
        if !carry.isEmpty {
            // The seam: what was kept, and as much of the new piece as a literal that began in it can reach.
            var seam = carry
            for index in 0..<min(keep, bytes.byteCount) { seam.append(bytes.u8(at: index)) }
            table.scan(seam.rawSpan, into: &seen)
            if bytes.byteCount < keep { carry = seam }
        }
        table.scan(bytes, into: &seen)
        if bytes.byteCount >= keep {
            carry = text.extracting(last: keep).array
        } else {
            if carry.isEmpty { for index in 0..<bytes.byteCount { carry.append(bytes.u8(at: index)) } }
            carry.removeFirst(max(0, carry.count - keep))
        }
    }

    /// Calls `body` with each rule whose literals were all met.
    package func forEachSatisfied(_ body: (PhraseTable.Rule) -> Void) {
        table.forEachSatisfied(seen, body)
    }
}
