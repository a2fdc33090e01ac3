import Synchronization

/// The bounded queue between those who decide and the task that keeps.
///
/// Event loops call ``record(_:)``, which takes one short lock and never waits for a disk or a network. While a store is out
/// of reach the queue fills, then the oldest events give way to new ones and are counted: a filter must not stop, or eat
/// memory, because its archive did.
public final class EventRecorder: Sendable {
    private let ring: Mutex<EventRing>
    /// The most events that wait at once.
    public let capacity: Int

    /// - Parameter capacity: Events; at least 1. 100,000 take about 12 MB when full.
    public init(capacity: Int = 100_000) {
        self.capacity = max(1, capacity)
        ring = Mutex(EventRing(capacity: max(1, capacity)))
    }

    /// Queues an event, dropping the oldest one where the queue is full.
    /// - Complexity: O(1); the queue grows by doubling up to its capacity, then allocates nothing.
    public func record(_ event: DecisionEvent) {
        // The event that gives way is destroyed after the lock is open again.
        let oldest = ring.withLock { $0.append(event) }
        _ = consume oldest
    }

    /// Takes the oldest events, at most `max`.
    public func drain(max: Int) -> [DecisionEvent] {
        ring.withLock { $0.removeFirst(max) }
    }

    /// Requests, not rows, that were dropped since the start: an event counts as often as its `count` says.
    public var droppedCount: Int64 { ring.withLock { $0.droppedCount } }

    /// Events that wait to be drained.
    public var waitingCount: Int { ring.withLock { $0.count } }
}
