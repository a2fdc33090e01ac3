import Glibc

/// Clocks in nanoseconds.
enum ThreadClock {
    /// What this thread used of a processor: other work on the machine does not count, but for the caches it takes.
    static var processorTime: Int { read(CLOCK_THREAD_CPUTIME_ID) }
    /// Time as it passes.
    static var wallTime: Int { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
