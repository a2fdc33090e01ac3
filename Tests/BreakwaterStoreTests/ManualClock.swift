import BreakwaterStore
import Foundation
import Synchronization

/// A clock that tests set.
final class ManualClock: Sendable {
    /// 2026-03-02T12:00:00Z.
    static let start: Int64 = 1_772_452_800

    private let seconds = Mutex(ManualClock.start)

    var now: Int64 { seconds.withLock { $0 } }
    /// Minutes since the epoch.
    var minute: Int64 { now / 60 }

    func advance(days: Int64) { seconds.withLock { $0 += days * 86_400 } }

    func configuration(_ timeZone: TimeZone = .gmt, maximumByteCount: Int64 = 8 << 30) -> StoreConfiguration {
        StoreConfiguration(
            timeZone: timeZone, maximumByteCount: maximumByteCount, lockTimeout: .milliseconds(200), now: { self.now })
    }
}
