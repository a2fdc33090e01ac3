import BreakwaterEvents
import Synchronization
import Testing

/// A sink that fails as often as it is told to.
final class RecordingSink: EventSink {
    struct Refusal: Error {}

    private struct State {
        var failures: Int
        var batches: [EventBatch] = []
        var attempts: [EventBatch.ID] = []
    }

    private let state: Mutex<State>

    init(failures: Int = 0) { state = Mutex(State(failures: failures)) }

    var batches: [EventBatch] { state.withLock { $0.batches } }
    var attempts: [EventBatch.ID] { state.withLock { $0.attempts } }
    var requests: Int64 { batches.reduce(0) { $0 + $1.requestCount } }

    func write(_ batch: [DecisionEvent]) async throws { try await write(EventBatch(batch)) }

    func write(_ batch: EventBatch) async throws {
        try Task.checkCancellation()
        try state.withLock { state in
            state.attempts.append(batch.id)
            guard state.failures == 0 else {
                state.failures -= 1
                throw Refusal()
            }
            state.batches.append(batch)
        }
    }
}

/// A clock whose sleeps end at once; it notes how long they would have been.
final class EagerClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private let pauses = Mutex<[Duration]>([])
    /// Called at each pause with how many there were.
    private let paused: @Sendable (Int) -> Void

    init(paused: @escaping @Sendable (Int) -> Void = { _ in }) { self.paused = paused }

    var all: [Duration] { pauses.withLock { $0 } }
    var now: Instant { ContinuousClock().now }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let count = pauses.withLock { pauses in
            pauses.append(now.duration(to: deadline))
            return pauses.count
        }
        paused(count)
        await Task.yield()
        try Task.checkCancellation()
    }
}

@Suite struct EventPipelineTests {
    @Test func `a cancelled pipeline flushes what waits`() async {
        let recorder = EventRecorder()
        for minute in 0..<2_500 { recorder.record(.sample(minute: Int64(minute))) }
        let sink = RecordingSink()
        let pipeline = EventPipeline(from: recorder, to: sink, configuration: .init(batchSize: 1_000))
        let task = Task { await pipeline.run() }
        task.cancel()
        await task.value
        #expect(sink.batches.map(\.events.count) == [1_000, 1_000, 500])
        #expect(pipeline.counts.written == 2_500)
        #expect(pipeline.counts.lost == 0)
    }

    @Test func `a refused batch is tried again with the same identity until it is kept`() async {
        let recorder = EventRecorder()
        recorder.record(.sample(count: 3))
        let sink = RecordingSink(failures: 4)
        let failures = Mutex(0)
        let (stream, finished) = AsyncStream<Void>.makeStream()
        let clock = EagerClock { if $0 > 4 { finished.finish() } }
        let pipeline = EventPipeline(from: recorder, to: sink, clock: clock) { _ in failures.withLock { $0 += 1 } }
        let task = Task { await pipeline.run() }
        for await _ in stream {}
        task.cancel()
        await task.value
        #expect(Set(sink.attempts).count == 1)
        #expect(sink.attempts.count == 5)
        #expect(sink.requests == 3)
        #expect(failures.withLock { $0 } == 4)
        #expect(pipeline.counts.failures == 4)
        #expect(pipeline.counts.lost == 0)
    }

    @Test func `a sink that is gone at shutdown leaves a count of what was lost`() async {
        let recorder = EventRecorder(capacity: 30)
        for minute in 0..<50 { recorder.record(.sample(minute: Int64(minute))) }
        let sink = RecordingSink(failures: .max)
        let pipeline = EventPipeline(
            from: recorder, to: sink, configuration: .init(batchSize: 10, attemptsAtShutdown: 2), clock: EagerClock())
        let task = Task { await pipeline.run() }
        task.cancel()
        await task.value
        #expect(pipeline.counts.lost == 30)
        #expect(pipeline.counts.dropped == 20)
        #expect(pipeline.counts.written == 0)
    }

    @Test func `a sink that takes plain events needs no more than that`() async throws {
        final class Plain: EventSink {
            let count = Mutex(0)
            func write(_ batch: [DecisionEvent]) async throws { count.withLock { $0 += batch.count } }
        }
        let sink = Plain()
        try await sink.write(EventBatch([.sample(), .sample(minute: 1)]))
        #expect(sink.count.withLock { $0 } == 2)
    }
}
