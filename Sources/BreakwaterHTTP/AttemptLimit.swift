import Synchronization

/// How often something may be tried in a while: by one client, and by all together.
package final class AttemptLimit: Sendable {
    /// Clients remembered; a flood of new ones meets the limit for all.
    private static let capacity = 4096

    private let perClient: Int
    private let inAll: Int
    private let seconds: Int64
    private let window = Mutex(Window())

    private struct Window {
        var start: Int64 = .min
        var total = 0
        var clients: [String: Int] = [:]
    }

    package init(perClient: Int, inAll: Int, seconds: Int64) {
        self.perClient = perClient
        self.inAll = inAll
        self.seconds = seconds
    }

    /// Counts an attempt.
    ///
    /// - Returns: `false` where there were too many; then nothing is to be tried.
    package func mayTry(_ client: String, now: Int64) -> Bool {
        window.withLock { window in
            // A clock that was set back begins a window as well.
            if now < window.start || now >= window.start.addingReportingOverflow(seconds).partialValue { window = Window(start: now) }
            let count = window.clients[client, default: 0]
            guard window.total < inAll, count < perClient, window.clients.count < Self.capacity else { return false }
            window.total += 1
            window.clients[client] = count + 1
            return true
        }
    }

    /// Takes an attempt back that was no wrong one.
    package func forgive(_ client: String) {
        window.withLock { window in
            guard let count = window.clients[client], count > 0 else { return }
            window.clients[client] = count - 1
            window.total -= 1
        }
    }
}
