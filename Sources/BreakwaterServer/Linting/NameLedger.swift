import BreakwaterMatching
import BreakwaterRules

/// Which names the lists hold and where each stands first: 16 bytes a name, so that lists of millions can be compared.
///
/// Names are kept as keyed 64-bit hashes, not as text: among ten million names, two are mistaken for one another with probability 3 × 10⁻⁶.
struct NameLedger {
    /// How far a name reaches, and what was seen of it.
    struct Reach: OptionSet, Hashable {
        let rawValue: UInt8
        /// The name itself.
        static let name = Reach(rawValue: 1 << 0)
        /// What is below it.
        static let below = Reach(rawValue: 1 << 1)
        /// A block entry has to do with this exception.
        static let isMet = Reach(rawValue: 1 << 2)

        init(rawValue: UInt8) { self.rawValue = rawValue }

        init(_ coverage: Coverage) {
            switch coverage {
            case .nameAlone: self = .name
            case .nameAndSubdomains: self = [.name, .below]
            case .subdomainsOnly: self = .below
            }
        }
    }

    /// Where a name stands first.
    struct Place: Hashable {
        var source: Int
        var line: UInt32
        var reach: Reach
    }

    /// What a name is listed as: equal names of other kinds are no duplicates.
    struct Role: Hashable {
        /// A number for what belongs together: a category, or all lists of a run.
        var group: Int
        var isException = false
        var isImportant = false

        fileprivate var salt: UInt64 {
            UInt64(truncatingIfNeeded: group &* 4 &+ (isException ? 1 : 0) &+ (isImportant ? 2 : 0) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    /// More names than this are not compared any more (480 MB); the report says so.
    static let maximumCount = 20_000_000

    let hasher: NameHasher
    private var keys: [UInt64]
    private var values: [UInt64]
    private var mask: Int
    private(set) var count = 0
    /// Names that came after the ledger was full.
    private(set) var overflowCount = 0

    init(maximumCount: Int = Self.maximumCount) {
        hasher = NameHasher(key: (.random(in: .min ... .max), .random(in: .min ... .max)))
        keys = [UInt64](repeating: 0, count: 1 << 12)
        values = [UInt64](repeating: 0, count: 1 << 12)
        mask = 1 << 12 - 1
        limit = maximumCount
    }

    private let limit: Int

    /// - Returns: the place where the name stands first, if that is not this one.
    mutating func insert(_ hash: NameHasher.Hash, _ role: Role, source: Int, line: UInt32, reach: Reach) -> Place? {
        let key = Self.key(hash, role)
        let slot = slot(of: key)
        if keys[slot] == key {
            let known = Self.place(values[slot])
            // What both cover together counts for what is below the name.
            values[slot] |= UInt64(reach.rawValue)
            return known
        }
        guard count < limit else {
            overflowCount += 1
            return nil
        }
        keys[slot] = key
        values[slot] = UInt64(line) << 32 | UInt64(truncatingIfNeeded: min(source, 0xFFFF)) << 16 | UInt64(reach.rawValue)
        count += 1
        if count * 10 > keys.count * 7 { grow() }
        return nil
    }

    func place(_ hash: NameHasher.Hash, _ role: Role) -> Place? {
        let key = Self.key(hash, role)
        let slot = slot(of: key)
        return keys[slot] == key ? Self.place(values[slot]) : nil
    }

    /// Notes that a block entry has to do with the exception of that name, where there is one.
    mutating func markMet(_ hash: NameHasher.Hash, _ role: Role) {
        let key = Self.key(hash, role)
        let slot = slot(of: key)
        if keys[slot] == key { values[slot] |= UInt64(Reach.isMet.rawValue) }
    }

    /// Calls `body` with the hash of the name and of each parent of two labels or more, the longest last; `depth` is 0 for the name itself.
    func forEachSuffix(of host: Span<UInt8>, _ body: (_ hash: NameHasher.Hash, _ start: Int) -> Void) {
        // A name's bytes are its own bytes: there is no padding to read.
        let bytes = unsafe host.bytes
        var state = hasher.start
        var end = host.count
        while true {
            var begin = end
            while begin > 0, host[begin - 1] != 0x2E { begin -= 1 }
            hasher.absorb(label: begin..<end, of: bytes, into: &state)
            body(hasher.finish(state), begin)
            guard begin > 0 else { return }
            end = begin - 1
        }
    }

    private static func key(_ hash: NameHasher.Hash, _ role: Role) -> UInt64 { max(1, hash.fingerprint ^ role.salt) }

    private static func place(_ value: UInt64) -> Place {
        Place(
            source: Int(value >> 16 & 0xFFFF), line: UInt32(truncatingIfNeeded: value >> 32),
            reach: Reach(rawValue: UInt8(truncatingIfNeeded: value)))
    }

    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: key >> 7) & mask
        // At most seven tenths full: there is an empty slot.
        while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldValues) = (keys, values)
        let size = keys.count * 2
        keys = [UInt64](repeating: 0, count: size)
        values = [UInt64](repeating: 0, count: size)
        mask = size - 1
        for index in oldKeys.indices where oldKeys[index] != 0 {
            let slot = slot(of: oldKeys[index])
            keys[slot] = oldKeys[index]
            values[slot] = oldValues[index]
        }
    }
}
