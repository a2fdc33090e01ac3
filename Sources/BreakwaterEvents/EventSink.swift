/// Where batches of events go: a store, or a test's array.
public protocol EventSink: Sendable {
    /// Takes a whole batch or throws; called from one task at a time.
    func write(_ batch: [DecisionEvent]) async throws
}
