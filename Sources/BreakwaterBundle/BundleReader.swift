/// How much of a bundle is checked when it is opened.
public enum BundleVerification: Sendable, Hashable {
    /// Header, section table and the checksum of every section.
    case full
    /// Header and section table only: for a file that somebody has verified in full.
    case header
    /// In full, unless the records say that this very file was verified and not written to since; then header and section table
    /// only. What was verified in full is recorded.
    case onRecord(VerificationRecords)
}

/// An opened bundle: a mapped file whose header and sections were checked.
package struct BundleReader: Sendable {
    package let path: String
    /// SHA-256 over the section table and the sections.
    package let identity: [UInt8]
    package let createdAt: Int64
    package let hashKey: (UInt64, UInt64)
    private let file: MappedFile
    private let ranges: [SectionID: Range<Int>]

    /// - Throws: ``BundleError`` `unreadable`, `truncated`, `foreign`, `newer`, `corrupt` or `invalid`.
    package init(path: String, verification: BundleVerification) throws(BundleError) {
        let file = try MappedFile(path: path)
        let bytes = file.bytes
        try Self.checkHeader(bytes, path)
        let identity = (48..<80).map { bytes.u8(at: $0) }
        let ranges: [SectionID: Range<Int>]
        if case .onRecord(let records) = verification {
            let record = VerificationRecords.Record(facts: file.facts, headerChecksum: bytes.u64(at: 120), identity: identity)
            let isOnRecord = records.contains(record)
            ranges = try Self.readTable(bytes, path, checksSections: !isOnRecord)
            if !isOnRecord { records.add(record, path: path) }
        } else {
            ranges = try Self.readTable(bytes, path, checksSections: verification == .full)
        }
        self.path = path
        self.file = file
        self.ranges = ranges
        self.identity = identity
        createdAt = Int64(bitPattern: bytes.u64(at: 24))
        hashKey = (bytes.u64(at: 32), bytes.u64(at: 40))
    }

    /// An absent section is an empty one.
    package func section(_ id: SectionID) -> BundleSection {
        BundleSection(file: file, range: ranges[id] ?? 0..<0)
    }

    /// The header's bytes that the identity does not cover: versions, length, creation time and hash key.
    package var signedHeader: [UInt8] { (8..<48).map { file.bytes.u8(at: $0) } }

    /// Everything that the identity covers.
    package var identifiedBytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            let end = ranges.values.map(\.upperBound).max() ?? file.count
            let span = file.bytes.extracting(min(BundleLayout.headerLength, end)..<end)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    private static func checkHeader(_ bytes: RawSpan, _ path: String) throws(BundleError) {
        guard bytes.byteCount >= BundleLayout.headerLength else {
            throw BundleError(.truncated, "\(path): \(bytes.byteCount) bytes are too few for a bundle; compile the policy again")
        }
        for (index, byte) in BundleLayout.magic.enumerated() where bytes.u8(at: index) != byte {
            throw BundleError(.foreign, "\(path): this file is no Breakwater bundle")
        }
        let version = (bytes.u32(at: 8), bytes.u32(at: 12))
        guard version == (BundleLayout.formatVersion, BundleLayout.semanticsVersion) else {
            throw BundleError(
                .newer, "\(path): bundle format \(version.0).\(version.1), but this program reads "
                    + "\(BundleLayout.formatVersion).\(BundleLayout.semanticsVersion); compile the policy again")
        }
        guard bytes.u64(at: 120) == Checksum.of(bytes.extracting(0..<120)) else {
            throw BundleError(.corrupt, "\(path): the header is damaged; copy or compile the bundle again")
        }
        guard bytes.u64(at: 16) == UInt64(bytes.byteCount) else {
            throw BundleError(.truncated, "\(path): \(bytes.byteCount) bytes long, but its header says \(bytes.u64(at: 16))")
        }
    }

    private static func readTable(
        _ bytes: RawSpan, _ path: String, checksSections: Bool
    ) throws(BundleError) -> [SectionID: Range<Int>] {
        let count = bytes.int(at: 80)
        let tableEnd = BundleLayout.headerLength + min(count, BundleLayout.maximumSections) * BundleLayout.tableEntryLength
        guard count <= BundleLayout.maximumSections, tableEnd <= bytes.byteCount else {
            throw BundleError(.truncated, "\(path): the section table runs past the end of the file")
        }
        guard bytes.u64(at: 88) == Checksum.of(bytes.extracting(BundleLayout.headerLength..<tableEnd)) else {
            throw BundleError(.corrupt, "\(path): the section table is damaged; copy or compile the bundle again")
        }
        var ranges: [SectionID: Range<Int>] = [:]
        for index in 0..<count {
            let entry = BundleLayout.headerLength + index * BundleLayout.tableEntryLength
            let id = SectionID(bytes.u32(at: entry))
            guard let offset = Int(exactly: bytes.u64(at: entry + 8)), let length = Int(exactly: bytes.u64(at: entry + 16)),
                offset >= tableEnd, offset <= bytes.byteCount, length <= bytes.byteCount - offset
            else { throw BundleError(.truncated, "\(path): section \(id.rawValue) lies outside the file") }
            // Whole words are read where they stand.
            guard offset % BundleLayout.alignment == 0 else {
                throw BundleError(.invalid, "\(path): section \(id.rawValue) starts within a cache line; compile the policy again")
            }
            let range = offset..<offset + length
            if checksSections, Checksum.of(bytes.extracting(range)) != bytes.u64(at: entry + 24) {
                throw BundleError(.corrupt, "\(path): section \(id.rawValue) is damaged; copy or compile the bundle again")
            }
            ranges[id] = range
        }
        return ranges
    }
}
