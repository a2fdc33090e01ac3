import Synchronization

/// Who was let through a warn page to which host, and until when; in memory only, bounded.
final class ContinueTable: Sendable {
    private let capacity: Int
    private let expiries = Mutex<[String: Int64]>([:])

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    func insert(_ key: String, until expiry: Int64, now: Int64) {
        expiries.withLock { table in
            if table.count >= capacity {
                table = table.filter { $0.value > now }
            }
            // Still full: the one that would end first gives way. Rare, so a walk is good enough.
            if table.count >= capacity, let first = table.min(by: { $0.value < $1.value })?.key {
                table[first] = nil
            }
            table[key] = expiry
        }
    }

    func holds(_ key: String, now: Int64) -> Bool {
        expiries.withLock { ($0[key] ?? 0) > now }
    }

    var count: Int { expiries.withLock { $0.count } }
}
