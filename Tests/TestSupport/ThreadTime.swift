import Glibc

/// The processor time that `body` takes of this thread: what a busy machine does meanwhile does not count.
///
/// For holding apart what ends and what would take for ever, never for figures.
package func threadTime(of body: () throws -> Void) rethrows -> Duration {
    let start = now()
    try body()
    return now() - start
}

private func now() -> Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
