import Glibc

/// Durations of single calls, in nanoseconds, less what reading the clock costs.
struct Timings {
    private var samples: [Int] = []
    private let overhead: Int

    init(capacity: Int) {
        samples.reserveCapacity(capacity)
        // The least of many: what two readings of the clock cost when nothing else happens.
        overhead = (0..<1_000).map { _ in
            let start = Self.now()
            return Self.now() - start
        }.min() ?? 0
    }

    mutating func measure(_ body: () -> Void) {
        let start = Self.now()
        body()
        let end = Self.now()
        samples.append(max(0, end - start - overhead))
    }

    /// Straight from the system: a `Duration`'s arithmetic in 128 bits takes as long as a decision.
    @inline(__always)
    private static func now() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }

    /// A duration that was measured elsewhere.
    mutating func add(_ nanoseconds: Int) { samples.append(nanoseconds) }

    /// - Parameter share: 0.5 for the median.
    func percentile(_ share: Double) -> Int {
        guard !samples.isEmpty else { return 0 }
        let sorted = samples.sorted()
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    static func nanoseconds(_ duration: Duration) -> Int {
        Int(duration.components.seconds) * 1_000_000_000 + Int(duration.components.attoseconds / 1_000_000_000)
    }
}

extension Duration {
    var inSeconds: Double { Double(Timings.nanoseconds(self)) / 1e9 }
}
