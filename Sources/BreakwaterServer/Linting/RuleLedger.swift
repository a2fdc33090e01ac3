import BreakwaterRules
import BreakwaterURL

/// Which URL rules, expressions, phrases, addresses and hashes the lists hold, and where each stands first.
struct RuleLedger {
    struct Place: Hashable {
        var source: Int
        var line: UInt32
    }

    /// Rules past this number are not compared any more; the largest list we know has 200,000.
    private static let maximumCount = 4_000_000

    private var rules: [Int: Place] = [:]
    /// Patterns that start at a host's label and apply to every request, by their bytes.
    private var anchored: [UInt64: Place] = [:]
    private var blocks: [Prefix: Place] = [:]
    private var prefixLengths: Set<Int> = []

    private struct Prefix: Hashable {
        var block: CIDRBlock
        var role: NameLedger.Role
    }

    /// - Returns: the place of an equal rule that came before.
    mutating func insert(_ rule: Rule, _ role: NameLedger.Role, source: Int) -> Place? {
        let place = Place(source: source, line: rule.line.rawValue)
        switch rule.trigger {
        case .url(let pattern, let conditions) where pattern.start == .hostLabel && conditions == .none && !pattern.endsAtEnd && !pattern.matchesCase:
            let key = Self.hash(pattern.bytes[...], role)
            if anchored[key] == nil, anchored.count < Self.maximumCount { anchored[key] = place }
        case .address(let block):
            let key = Prefix(block: block, role: role)
            if blocks[key] == nil, blocks.count < Self.maximumCount { blocks[key] = place }
            prefixLengths.insert(block.prefixLength)
        case .url, .expression, .phrase, .hash: break
        }
        let key = Self.key(rule, role)
        if let known = rules[key] { return known }
        if rules.count < Self.maximumCount { rules[key] = place }
        return nil
    }

    /// The place of a rule that stands for all that this one matches, and its pattern.
    func shadow(of pattern: URLPattern, _ role: NameLedger.Role, isConditional: Bool) -> (pattern: String, place: Place)? {
        guard pattern.start == .hostLabel, !anchored.isEmpty else { return nil }
        var hash = Self.seed(role)
        for (index, byte) in pattern.bytes.enumerated() {
            hash = Self.step(hash, byte)
            let isWhole = index == pattern.bytes.count - 1
            let prefix = pattern.bytes[...index]
            if !isWhole || isConditional || pattern.endsAtEnd || pattern.matchesCase, let place = anchored[hash] { return (Self.text(prefix), place) }
            // A shorter pattern may end in `^` where this one has the separator itself.
            guard !isWhole, Self.isSeparator(pattern.bytes[index + 1]), let place = anchored[Self.step(hash, UInt8(ascii: "^"))] else { continue }
            if pattern.bytes[index + 1] == UInt8(ascii: "^"), index + 2 == pattern.bytes.count, !isConditional { continue }
            return (Self.text(prefix) + "^", place)
        }
        return nil
    }

    /// The place of a prefix that holds this one.
    func shadow(of block: CIDRBlock, _ role: NameLedger.Role) -> (block: CIDRBlock, place: Place)? {
        for length in prefixLengths.sorted() where length < block.prefixLength {
            guard let wider = CIDRBlock(block.address, prefixLength: length), let place = blocks[Prefix(block: wider, role: role)] else { continue }
            return (wider, place)
        }
        return nil
    }

    private static func text(_ pattern: ArraySlice<UInt8>) -> String { "||" + String(decoding: pattern, as: UTF8.self) }

    private static func key(_ rule: Rule, _ role: NameLedger.Role) -> Int {
        var hasher = Hasher()
        hasher.combine(role)
        hasher.combine(rule.category)
        hasher.combine(rule.effect)
        switch rule.trigger {
        case .url(let pattern, let conditions):
            hasher.combine(pattern)
            hasher.combine(sorted(conditions))
        case .expression(let pattern, let matchesCase, let conditions):
            hasher.combine(pattern)
            hasher.combine(matchesCase)
            hasher.combine(sorted(conditions))
        case .phrase, .address, .hash: hasher.combine(rule.trigger)
        }
        return hasher.finalize()
    }

    /// The order of values makes no other rule.
    private static func sorted(_ conditions: RequestConditions) -> RequestConditions {
        guard conditions != .none else { return conditions }
        var sorted = conditions
        sorted.documentDomains = DomainOption(included: conditions.documentDomains.included.sorted(), excluded: conditions.documentDomains.excluded.sorted())
        sorted.targetDomains = DomainOption(included: conditions.targetDomains.included.sorted(), excluded: conditions.targetDomains.excluded.sorted())
        sorted.deniedAllowDomains.sort()
        return sorted
    }

    private static func hash(_ bytes: ArraySlice<UInt8>, _ role: NameLedger.Role) -> UInt64 { bytes.reduce(seed(role), step) }
    private static func seed(_ role: NameLedger.Role) -> UInt64 { 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: role.hashValue) }
    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }

    /// What `^` matches, and `^` itself.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        !(ASCII.isHostByte(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "*"))
    }
}
