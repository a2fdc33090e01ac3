/// Where batches of events go: a store, or a test's array.
///
/// A sink needs ``write(_:)-([DecisionEvent])`` only. A store that can be asked twice for the same batch (a connection that
/// broke after COMMIT) also implements ``write(_:)-(EventBatch)``, and keeps each `EventBatch.id` once.
public protocol EventSink: Sendable {
    /// Takes a whole batch or throws; called from one task at a time.
    func write(_ batch: [DecisionEvent]) async throws

    /// Takes a whole batch with its identity and its count of drops, or throws and keeps nothing of it.
    func write(_ batch: EventBatch) async throws
}

extension EventSink {
    public func write(_ batch: EventBatch) async throws {
        try await write(batch.events)
    }
}
