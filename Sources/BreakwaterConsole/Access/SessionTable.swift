import Synchronization

/// Who is logged in. Bounded: the oldest login goes when there are too many.
package final class SessionTable: Sendable {
    /// One login.
    package struct Session: Sendable, Hashable {
        package var id: String
        /// Goes with every form, so that another site can't post one (CSRF).
        package var formToken: String
        var endsAt: ContinuousClock.Instant
    }

    private struct State {
        var sessions: [Session] = []
        var attempts: [ContinuousClock.Instant] = []
    }

    private let state = Mutex(State())
    private let lifetime: Duration
    private let loginsPerMinute: Int
    private static let limit = 64

    package init(lifetime: Duration, loginsPerMinute: Int) {
        self.lifetime = lifetime
        self.loginsPerMinute = loginsPerMinute
    }

    /// Counts an attempt to log in.
    ///
    /// - Returns: `false` where there were too many in the last minute; then the token isn't even looked at.
    package func mayTry(now: ContinuousClock.Instant = .now) -> Bool {
        state.withLock { state in
            state.attempts.removeAll { $0.duration(to: now) > .seconds(60) }
            guard state.attempts.count < loginsPerMinute else { return false }
            state.attempts.append(now)
            return true
        }
    }

    /// A new login; ids are never taken from a request, so that nobody can prepare one (session fixation).
    package func begin(now: ContinuousClock.Instant = .now) -> Session {
        let session = Session(
            id: RandomText.hexadecimal(bytes: 32), formToken: RandomText.hexadecimal(bytes: 32), endsAt: now.advanced(by: lifetime))
        state.withLock { state in
            state.attempts.removeAll()
            state.sessions.removeAll { $0.endsAt <= now }
            if state.sessions.count >= Self.limit { state.sessions.removeFirst() }
            state.sessions.append(session)
        }
        return session
    }

    package func session(_ id: String, now: ContinuousClock.Instant = .now) -> Session? {
        state.withLock { state in state.sessions.first { $0.endsAt > now && ConstantTime.equal($0.id, id) } }
    }

    package func end(_ id: String) { state.withLock { $0.sessions.removeAll { $0.id == id } } }
}
