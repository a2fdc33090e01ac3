package import BreakwaterBundle
import BreakwaterURL

/// `$domain`, `$to` and `$denyallow` of rules: fingerprints of host names.
///
/// Section `domainOptions`, at the offset that a rule names: seven `u16` counts (document included, excluded, entity included, entity
/// excluded; target included, excluded; denied) and a `u16` zero, then that many `u64` fingerprints in that order, each part ascending. An entity (`name.*`)
/// is kept as the fingerprint of `name`.
package final class DomainOptionTable: Sendable {
    private let section: BundleSection

    package init(_ reader: BundleReader) { section = reader.section(.domainOptions) }

    package var count: Int { section.count }

    /// Whether a rule's options let it apply. `options` is the rule's own field: the offset + 1.
    @inline(__always)
    func allow(_ options: UInt32, _ request: borrowing RequestForms, _ suffixes: PublicSuffixTable, _ hasher: NameHasher) -> Bool {
        if options == 0 { return true }
        // Both are borrowed for the call: a page that nobody asked from is its own document.
        return section.withBytes { bytes in
            request.isOwnDocument
                ? Self.holds(bytes, options, request, source: request.target, of: request.url, isKnown: true, suffixes, hasher)
                : Self.holds(
                    bytes, options, request, source: request.document.suffixes, of: request.document.url,
                    isKnown: request.document.isKnown, suffixes, hasher)
        }
    }

    private static func holds(
        _ bytes: RawSpan, _ options: UInt32, _ request: borrowing RequestForms, source: borrowing HostSuffixes, of sourceURL: borrowing CanonicalURL,
        isKnown hasDocument: Bool, _ suffixes: PublicSuffixTable, _ hasher: NameHasher
    ) -> Bool {
        let at = Int(options) - 1
        var start = at + 16
        func next(_ index: Int) -> Range<Int> {
            let range = start..<start + Int(bytes.u16(at: at + index * 2)) * 8
            start = range.upperBound
            return range
        }
        let included = next(0)
        let excluded = next(1)
        let includedEntities = next(2)
        let excludedEntities = next(3)
        let targets = next(4)
        let excludedTargets = next(5)
        let denied = next(6)
        let documentPart = Self.depth(of: source, in: included, bytes, hasDocument)
        let documentNot = Self.depth(of: source, in: excluded, bytes, hasDocument)
        var inside = documentPart
        var outside = documentNot
        if !includedEntities.isEmpty || !excludedEntities.isEmpty, hasDocument {
            let suffixLabels = suffixes.publicSuffixLabels(source)
            inside = max(inside, Self.entityDepth(source, of: sourceURL, suffixLabels, includedEntities, bytes, hasher))
            outside = max(outside, Self.entityDepth(source, of: sourceURL, suffixLabels, excludedEntities, bytes, hasher))
        }
        // The most specific one wins; excluded wins a tie, and an empty list of included ones means all.
        if outside > 0, outside >= inside { return false }
        if inside == 0, !included.isEmpty || !includedEntities.isEmpty { return false }
        let targetInside = Self.depth(of: request.target, in: targets, bytes, true)
        let targetOutside = Self.depth(of: request.target, in: excludedTargets, bytes, true)
        if targetOutside > 0, targetOutside >= targetInside { return false }
        if targetInside == 0, !targets.isEmpty { return false }
        return denied.isEmpty || Self.depth(of: request.target, in: denied, bytes, true) == 0
    }

    /// The labels of the longest suffix of the host that is listed, or 0.
    private static func depth(
        of host: borrowing HostSuffixes, in range: Range<Int>, _ bytes: RawSpan, _ isKnown: Bool
    ) -> Int {
        guard !range.isEmpty, isKnown else { return 0 }
        for labels in stride(from: host.count, through: 1, by: -1) {
            let fingerprint = host.hash(labels: labels).fingerprint
            if holds(fingerprint, in: range, bytes) { return labels }
        }
        return 0
    }

    @inline(__always)
    private static func holds(_ fingerprint: UInt64, in range: Range<Int>, _ bytes: RawSpan) -> Bool {
        var low = range.lowerBound
        var count = range.count / 8
        while count > 1 {
            let half = count / 2
            // Chosen without a branch: which way it goes is a coin's toss.
            low = bytes.u64(at: low &+ half &* 8) <= fingerprint ? low &+ half &* 8 : low
            count &-= half
        }
        return bytes.u64(at: low) == fingerprint
    }

    /// The same for entities: the host is compared without its public suffix, by ``HostSuffixes/entityFingerprint``.
    private static func entityDepth(
        _ source: borrowing HostSuffixes, of url: borrowing CanonicalURL, _ suffixLabels: Int, _ range: Range<Int>, _ bytes: RawSpan,
        _ hasher: NameHasher
    ) -> Int {
        guard !range.isEmpty, source.count > suffixLabels else { return 0 }
        for labels in stride(from: source.count, to: suffixLabels, by: -1) {
            let fingerprint = source.entityFingerprint(url, labels: labels, suffixLabels: suffixLabels, hasher)
            if holds(fingerprint, in: range, bytes) { return labels }
        }
        return 0
    }
}
