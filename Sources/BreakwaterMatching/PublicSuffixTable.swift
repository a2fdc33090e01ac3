package import BreakwaterBundle

/// The public suffix list as hashes, for the party of a request.
///
/// Section `publicSuffixes`: `u32` log₂ of the slot count, `u32` zero, then slots of 8 bytes by open addressing: bits 63–3 of the
/// name's fingerprint, bit 0 plain rule, bit 1 wildcard rule, bit 2 exception rule; zero is empty.
package final class PublicSuffixTable: Sendable {
    private let section: BundleSection
    private let mask: Int

    package init(_ reader: BundleReader) throws(BundleError) {
        let section = reader.section(.publicSuffixes)
        let log = section.bytes.int(at: 0)
        guard section.count == 0 || (log <= 24 && section.count == 8 + 8 << log) else {
            throw BundleError(.invalid, "\(reader.path): the public suffixes are not as long as they say; compile the policy again")
        }
        self.section = section
        mask = section.count == 0 ? 0 : 1 << log - 1
    }

    /// The number of labels of the host's registrable domain (RFC-less: the list's "algorithm"); the whole host where it is a
    /// public suffix itself.
    package func registrableLabels(_ suffixes: borrowing HostSuffixes) -> Int {
        min(publicSuffixLabels(suffixes) + 1, suffixes.count)
    }

    package func publicSuffixLabels(_ suffixes: borrowing HostSuffixes) -> Int {
        guard suffixes.count > 0 else { return 0 }
        for labels in stride(from: min(suffixes.count, 8), through: 1, by: -1) {
            let kinds = kinds(suffixes.hash(labels: labels).fingerprint)
            if kinds & 4 != 0 { return labels - 1 }
            if kinds & 1 != 0 { return labels }
            if labels > 1, self.kinds(suffixes.hash(labels: labels - 1).fingerprint) & 2 != 0 { return labels }
        }
        return 1
    }

    private func kinds(_ fingerprint: UInt64) -> UInt64 {
        section.count > 0 ? section.withBytes { kinds(fingerprint, $0) } : 0
    }

    private func kinds(_ fingerprint: UInt64, _ bytes: RawSpan) -> UInt64 {
        var slot = Self.slot(fingerprint, mask)
        for _ in 0...64 {
            let entry = bytes.u64(at: 8 + slot * 8)
            if entry == 0 { return 0 }
            if (entry ^ fingerprint) >> 3 == 0 { return entry & 7 }
            slot = (slot + 1) & mask
        }
        return 0
    }

    package static func slot(_ fingerprint: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: fingerprint >> 24) & mask
    }
}
