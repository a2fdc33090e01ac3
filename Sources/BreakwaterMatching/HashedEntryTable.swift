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

    /// The number of the first record whose digest is not before `digest`.
    package func first(_ digest: SHA256.Digest) -> Int {
        let bytes = section.bytes
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if Self.isBefore(bytes, middle * Self.recordBytes, digest) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// List and category of a record; `nil` where it is not of this digest.
    package func entry(_ record: Int, of digest: SHA256.Digest) -> (list: UInt16, category: UInt8)? {
        let bytes = section.bytes
        guard record < count, Self.isEqual(bytes, record * Self.recordBytes, digest) else { return nil }
        return (bytes.u16(at: record * Self.recordBytes + 32), bytes.u8(at: record * Self.recordBytes + 34))
    }

    private static func isBefore(_ bytes: RawSpan, _ at: Int, _ digest: SHA256.Digest) -> Bool {
        for index in 0..<SHA256.byteCount {
            let byte = bytes.u8(at: at + index)
            if byte != digest[index] { return byte < digest[index] }
        }
        return false
    }

    private static func isEqual(_ bytes: RawSpan, _ at: Int, _ digest: SHA256.Digest) -> Bool {
        for index in 0..<SHA256.byteCount where bytes.u8(at: at + index) != digest[index] { return false }
        return true
    }
}
