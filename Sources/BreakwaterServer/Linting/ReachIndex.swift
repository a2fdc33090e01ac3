import BreakwaterMatching
import BreakwaterPolicy
import BreakwaterURL

/// What a listed name may reach by mistake, looked up by the hash that the ledger makes of each name anyhow.
struct ReachIndex {
    enum Target: Hashable {
        case wellKnown(KnownSites.Site)
        case help(String)
    }

    private struct Hit {
        var target: Target
        /// The target is below the name, not the name itself.
        var isBelow: Bool
    }

    private var hits: [UInt64: [Hit]] = [:]
    private var publicSuffixes: Set<UInt64> = []
    private let hasher: NameHasher

    init(_ sites: KnownSites, _ suffixes: PublicSuffixList?, hasher: NameHasher) {
        self.hasher = hasher
        for site in sites.wellKnown { add(.wellKnown(site), host: site.name) }
        // A page of help is lost with its whole host; a rule for the page itself is found by asking for its URL.
        for place in sites.help { add(.help(place), host: String(place.prefix { $0 != "/" && $0 != ":" })) }
        for (name, kinds) in suffixes?.rules ?? [:] where kinds.contains(.plain) || kinds.contains(.wildcard) {
            publicSuffixes.insert(hasher.hash(name).fingerprint)
        }
    }

    private mutating func add(_ target: Target, host: String) {
        hits[hasher.hash(host).fingerprint, default: []].append(Hit(target: target, isBelow: false))
        if !host.hasPrefix("www.") { hits[hasher.hash("www." + host).fingerprint, default: []].append(Hit(target: target, isBelow: false)) }
        var labels = host.split(separator: ".").dropFirst()
        while labels.count > 1 {
            hits[hasher.hash(labels.joined(separator: ".")).fingerprint, default: []].append(Hit(target: target, isBelow: true))
            labels = labels.dropFirst()
        }
    }

    func isPublicSuffix(_ hash: NameHasher.Hash) -> Bool { publicSuffixes.contains(hash.fingerprint) }

    /// The sites that an entry of that name blocks.
    func targets(of hash: NameHasher.Hash, reach: NameLedger.Reach) -> [Target] {
        guard let found = hits[hash.fingerprint] else { return [] }
        let blocked = found.filter { $0.isBelow ? reach.contains(.below) : reach.contains(.name) }
        // A best-known site goes without saying of its best-known parts.
        let isWhole = blocked.contains { !$0.isBelow }
        return blocked.filter { hit in
            if case .wellKnown = hit.target { return !(isWhole && hit.isBelow) }
            return true
        }.map(\.target)
    }
}
