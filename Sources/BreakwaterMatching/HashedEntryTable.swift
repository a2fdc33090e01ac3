package import BreakwaterBundle

/// SHA-256 digests of canonical URL expressions, for sealed lists: the bundle does not say what they stand for.
///
/// Section `hashes`: 40-byte records ascending by digest: 32 bytes digest · `u16` list · `u8` category · 5 zero.
package struct HashedEntryTable: Sendable {
    package static let recordBytes = 40

    private let section: BundleSection
    private let count: Int

    package init(_ reader: BundleReader) throws(BundleError) {
        section = reader.section(.hashes)
        count = section.count / Self.recordBytes
        guard section.count % Self.recordBytes == 0 else {
            throw BundleError(.invalid, "\(reader.path): the hashed entries are not whole; compile the policy again")
        }
    }

    package var isEmpty: Bool { count == 0 }

    /// Calls `body` with list and category of every record of this digest (32 bytes).
    package func forEach(_ digest: borrowing Span<UInt8>, _ body: (_ list: UInt16, _ category: UInt8) -> Void) {
        let bytes = section.bytes
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Self.isBefore(bytes, middle * Self.recordBytes, digest) { low = middle + 1 } else { high = middle }
        }
        while low < count, Self.isEqual(bytes, low * Self.recordBytes, digest) {
            body(bytes.u16(at: low * Self.recordBytes + 32), bytes.u8(at: low * Self.recordBytes + 34))
            low += 1
        }
    }

    private static func isBefore(_ bytes: RawSpan, _ at: Int, _ digest: borrowing Span<UInt8>) -> Bool {
        for index in 0..<min(32, digest.count) {
            let byte = bytes.u8(at: at + index)
            if byte != digest[index] { return byte < digest[index] }
        }
        return false
    }

    private static func isEqual(_ bytes: RawSpan, _ at: Int, _ digest: borrowing Span<UInt8>) -> Bool {
        guard digest.count == 32 else { return false }
        for index in 0..<32 where bytes.u8(at: at + index) != digest[index] { return false }
        return true
    }
}
