import BreakwaterBundle
import TestSupport

/// A bundle of six sections of sizes that are hard: one byte, odd, a whole line, several lines.
enum Sample {
    static let hashKey: (UInt64, UInt64) = (0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210)

    static let sections: [(id: SectionID, bytes: [UInt8])] = {
        var random = SeededGenerator(seed: 21)
        return zip([SectionID.policy, .inventory, .domainLines, .postings, .urlRules, .strings], [1, 63, 64, 65, 1_000, 4_097]).map {
            id, count in
            (id, (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        }
    }()

    @discardableResult
    static func write(to path: String, createdAt: Int64 = 1_700_000_000) throws(BundleError) -> (identity: [UInt8], length: Int) {
        var writer = BundleWriter(createdAt: createdAt, hashKey: hashKey)
        for section in sections.reversed() { writer.add(section.id, section.bytes) }
        return try writer.write(to: path)
    }

    static func bytes(of section: BundleSection) -> [UInt8] {
        let span = section.bytes
        return (0..<span.byteCount).map { span.u8(at: $0) }
    }

    static func holdsItsSections(_ reader: BundleReader) -> Bool {
        sections.allSatisfy { bytes(of: reader.section($0.id)) == $0.bytes }
    }

    /// Offsets where a part of the file ends: header, table, and each section's start and end.
    static func boundaries(_ bytes: [UInt8]) -> [Int] {
        let raw = bytes.rawSpan
        let entries = (0..<sections.count).map { BundleLayout.headerLength + $0 * BundleLayout.tableEntryLength }
        return [0, 8, 12, 16, 48, 80, 120, 128] + entries
            + entries.flatMap { [raw.int(at: $0 + 8), raw.int(at: $0 + 8) + raw.int(at: $0 + 16)] }
    }
}
