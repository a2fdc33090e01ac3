import NIOCore

/// A connection's one deadline, which moves with every message.
///
/// Moving it later costs nothing: the task that is scheduled looks at the deadline when it fires and sleeps on. Only an earlier
/// deadline schedules anew. So a busy connection schedules one task a minute, not two a request.
struct ConnectionTimer {
    private var deadline = NIODeadline.distantFuture
    private var scheduledFor = NIODeadline.distantFuture
    private var callback: NIOScheduledCallback?

    /// Sets the deadline.
    ///
    /// - Parameter handler: calls ``fired(on:handler:)`` and acts where that says so.
    mutating func set(_ deadline: NIODeadline, on eventLoop: NIOIsolatedEventLoop, handler: some NIOScheduledCallbackHandler) {
        self.deadline = deadline
        guard deadline < scheduledFor else { return }
        schedule(on: eventLoop, handler: handler)
    }

    /// Sets the deadline where there is none.
    mutating func setUnlessSet(_ deadline: NIODeadline, on eventLoop: NIOIsolatedEventLoop, handler: some NIOScheduledCallbackHandler) {
        if self.deadline == .distantFuture { set(deadline, on: eventLoop, handler: handler) }
    }

    /// No deadline until the next is set.
    mutating func clear() { deadline = .distantFuture }

    /// The scheduled callback ran.
    ///
    /// - Returns: whether the deadline is there; otherwise the timer sleeps on.
    mutating func fired(on eventLoop: NIOIsolatedEventLoop, handler: some NIOScheduledCallbackHandler) -> Bool {
        scheduledFor = .distantFuture
        callback = nil
        guard deadline != .distantFuture else { return false }
        if NIODeadline.now() >= deadline {
            deadline = .distantFuture
            return true
        }
        schedule(on: eventLoop, handler: handler)
        return false
    }

    /// The connection is gone.
    mutating func cancel() {
        callback?.cancel()
        callback = nil
        deadline = .distantFuture
        scheduledFor = .distantFuture
    }

    private mutating func schedule(on eventLoop: NIOIsolatedEventLoop, handler: some NIOScheduledCallbackHandler) {
        callback?.cancel()
        scheduledFor = deadline
        // Fails only where the loop has shut down, and then there is no connection left either.
        callback = try? eventLoop.scheduleCallback(at: deadline, handler: handler)
    }
}
