import NIOCore

/// Whether a request body comes fast enough.
struct RateMeter {
    private var windowStart = NIODeadline.now()
    private var lastByte = NIODeadline.now()
    private var bytes = 0

    mutating func add(_ count: Int) {
        bytes += count
        lastByte = .now()
    }

    /// Whether nothing came for ``ProxyLimits/bodyIdle``, or less than ``ProxyLimits/bodyRate`` since the last look; starts the
    /// next window. A silence is not a slow body: a client may well wait for `100 Continue`.
    mutating func isTooSlow(_ limits: borrowing ProxyLimits) -> Bool {
        let now = NIODeadline.now()
        guard bytes > 0 else { return now - lastByte >= limits.bodyIdle }
        let milliseconds = Int((now - windowStart).nanoseconds / 1_000_000)
        defer {
            windowStart = now
            bytes = 0
        }
        return bytes * 1000 < limits.bodyRate * milliseconds
    }

    /// When to look again.
    func interval(_ limits: borrowing ProxyLimits) -> TimeAmount { min(limits.rateWindow, limits.bodyIdle) }
}
