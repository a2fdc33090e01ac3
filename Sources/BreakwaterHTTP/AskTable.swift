public import BreakwaterPolicy
import Synchronization

/// What a child may ask for: what the reference code on a block page stands for.
public struct AskEntry: Sendable, Hashable {
    /// Six letters and digits that are not mistaken for one another.
    public var code: String
    public var host: String
    public var category: CategoryID?
    public var profile: ProfileID
    /// Seconds since the epoch.
    public var askedAt: Int64
}

/// The reference codes that were shown in the last day; in memory only, never of a sealed list.
///
/// A host is kept here so that a child who chooses to ask need not spell it; nobody is told of it before.
final class AskTable: Sendable {
    /// Entries kept; the oldest gives way.
    static let capacity = 2048
    /// Seconds an entry is kept.
    static let lifetime: Int64 = 86_400

    private let table = Mutex(Table())

    private struct Table {
        var entries: [String: AskEntry] = [:]
        var codes: [String: String] = [:]
        var order: [String] = []
    }

    /// The code for a page; the same for the same page until it expires.
    func code(host: String, category: CategoryID?, profile: ProfileID, now: Int64) -> String {
        let key = "\(profile)\n\(category?.rawValue ?? "")\n\(host)"
        return table.withLock { table in
            if let code = table.codes[key], let entry = table.entries[code], entry.askedAt + Self.lifetime > now { return code }
            while table.order.count >= Self.capacity {
                let oldest = table.order.removeFirst()
                if let code = table.codes.removeValue(forKey: oldest) { table.entries[code] = nil }
            }
            let code = Self.newCode()
            if let old = table.codes.updateValue(code, forKey: key) { table.entries[old] = nil } else { table.order.append(key) }
            table.entries[code] = AskEntry(code: code, host: host, category: category, profile: profile, askedAt: now)
            return code
        }
    }

    func entry(for code: String, now: Int64) -> AskEntry? {
        let code = code.uppercased().filter { $0 != "-" && $0 != " " }
        return table.withLock { table in
            guard let entry = table.entries[code], entry.askedAt + Self.lifetime > now else { return nil }
            return entry
        }
    }

    /// No vowels, so that no word comes of it; no letter that looks like another.
    private static let alphabet = Array("BCDFGHJKMNPQRSTVWXZ23456789")

    private static func newCode() -> String {
        String((0..<6).map { _ in alphabet.randomElement() ?? "B" })
    }
}
