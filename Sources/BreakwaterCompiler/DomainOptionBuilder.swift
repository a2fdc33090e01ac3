import BreakwaterBundle
import BreakwaterMatching
import BreakwaterRules

/// Writes `$domain`, `$to` and `$denyallow` for ``DomainOptionTable``, each distinct combination once.
struct DomainOptionBuilder {
    private let hasher: NameHasher
    private(set) var bytes: [UInt8] = []
    private var known: [Key: UInt32] = [:]

    private struct Key: Hashable {
        var document: DomainOption
        var target: DomainOption
        var denied: [String]
    }

    init(hasher: NameHasher) { self.hasher = hasher }

    /// - Returns: the field of the record: the offset + 1, or 0 where there are no options.
    mutating func add(_ conditions: RequestConditions) -> UInt32 {
        let key = Key(document: conditions.documentDomains, target: conditions.targetDomains, denied: conditions.deniedAllowDomains)
        guard !key.document.isEmpty || !key.target.isEmpty || !key.denied.isEmpty else { return 0 }
        if let offset = known[key] { return offset }
        let (included, includedEntities) = split(key.document.included)
        let (excluded, excludedEntities) = split(key.document.excluded)
        let parts = [
            included, excluded, includedEntities, excludedEntities, key.target.included.map(fingerprint),
            key.target.excluded.map(fingerprint), key.denied.map(fingerprint),
        ]
        let offset = UInt32(clamping: bytes.count + 1)
        for part in parts { bytes.append(u16: UInt16(clamping: part.count)) }
        bytes.append(u16: 0)
        for part in parts {
            for value in part.prefix(Int(UInt16.max)).sorted() { bytes.append(u64: value) }
        }
        known[key] = offset
        return offset
    }

    private func fingerprint(_ name: String) -> UInt64 { hasher.hash(name).fingerprint }

    private func split(_ names: [String]) -> (names: [UInt64], entities: [UInt64]) {
        let entities = names.filter { $0.hasSuffix(".*") }
        return (
            names.filter { !$0.hasSuffix(".*") }.map(fingerprint), entities.map { hasher.entityFingerprint(String($0.dropLast(2))) }
        )
    }
}
