public import BreakwaterEvents

extension EventStore: EventSink {
    /// Keeps events under a new batch identity.
    /// - Throws: ``StoreError``; nothing of the batch is kept then.
    public func write(_ batch: [DecisionEvent]) async throws {
        try await keep(EventBatch(batch))
    }

    /// Keeps a batch once, however often it is tried.
    /// - Throws: ``StoreError``; nothing of the batch is kept then.
    public func write(_ batch: EventBatch) async throws {
        try await keep(batch)
    }

    private func keep(_ batch: EventBatch) async throws(StoreError) {
        let now = nowMinute
        try await backend.write { session throws(StoreError) in try session.keep(batch, at: now) }
    }
}

extension SQLSession {
    /// - Parameter now: Minutes since the epoch.
    fileprivate func keep(_ batch: EventBatch, at now: Int64) throws(StoreError) {
        let isNew = try execute(
            "INSERT INTO batches (id, minute) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
            [.text(batch.id.description), .integer(now)])
        guard isNew > 0 else { return }
        // Why: an event of the far future would outlive its retention. The clock was wrong; count it and let it go.
        let latest = now.addingClamped(24 * 60)
        let events = batch.events.filter { $0.minute <= latest }.map(\.bounded)
        let misdated = batch.requestCount.addingClamped(-events.requestCount)
        try append(events)
        try markStale(events)
        try addDrops(batch.droppedCount.addingClamped(max(0, misdated)), at: now)
    }

    private func markStale(_ events: [DecisionEvent]) throws(StoreError) {
        let hours = LocalHours(phase: try fact("hour_phase") ?? 0)
        for start in Set(events.map { hours.start(of: $0.minute) }) {
            try execute("INSERT INTO stale_hours (start) VALUES ($1)", [.integer(start)])
        }
    }

    private func addDrops(_ count: Int64, at now: Int64) throws(StoreError) {
        guard count > 0 else { return }
        try execute(
            """
            INSERT INTO drops (start, count) VALUES ($1, $2)
            ON CONFLICT (start) DO UPDATE SET count = drops.count + excluded.count
            """, [.integer(now.floored(dividingBy: 60) * 60), .integer(min(count, StoredCount.most))])
    }
}

/// The bound of one stored count, so that a sum over a billion of them stays an `Int64`.
private enum StoredCount {
    static let most: Int64 = 1_000_000_000
}

extension [DecisionEvent] {
    fileprivate var requestCount: Int64 { reduce(0) { $0.addingClamped($1.count) } }
}

extension DecisionEvent {
    /// The event with a count and texts of bounded size.
    fileprivate var bounded: DecisionEvent {
        var event = self
        event.count = Swift.min(Swift.max(1, count), StoredCount.most)
        event.list = StoredText.cleaned(list, limit: 64)
        event.host = StoredText.cleaned(host, limit: 255)
        return event
    }
}
