import Synchronization

/// Moves batches from the recorder to a sink, off the event loops, until it is cancelled; then it flushes and returns.
///
/// A batch that the sink refuses is tried again, with the same identity, after a growing pause; meanwhile the recorder
/// bounds what waits and counts what it drops. Nothing is lost without being counted in ``counts``, and the count travels to
/// the sink with the next batch.
public struct EventPipeline: Sendable {
    /// How the pipeline runs.
    public struct Configuration: Sendable, Hashable {
        /// The most rows of one batch, after equal events were joined.
        public var batchSize: Int
        /// The pause between two looks at an empty recorder.
        public var interval: Duration
        /// The pause after a first failure; it doubles up to `longestRetry`.
        public var firstRetry: Duration
        public var longestRetry: Duration
        /// How often a batch is tried at shutdown before the rest counts as lost.
        public var attemptsAtShutdown: Int

        public init(
            batchSize: Int = 1_000, interval: Duration = .seconds(1), firstRetry: Duration = .seconds(1),
            longestRetry: Duration = .seconds(60), attemptsAtShutdown: Int = 3
        ) {
            self.batchSize = max(1, batchSize)
            self.interval = interval
            self.firstRetry = firstRetry
            self.longestRetry = longestRetry
            self.attemptsAtShutdown = max(1, attemptsAtShutdown)
        }
    }

    /// What has become of the events so far; requests, not rows.
    public struct Counts: Sendable, Hashable {
        /// Kept by the sink.
        public var written: Int64 = 0
        /// Dropped by the recorder because the sink was too slow or out of reach.
        public var dropped: Int64 = 0
        /// Given up at shutdown.
        public var lost: Int64 = 0
        /// Batches that the sink refused, each attempt counted.
        public var failures: Int64 = 0
    }

    private let recorder: EventRecorder
    private let sink: any EventSink
    private let configuration: Configuration
    private let clock: any Clock<Duration>
    private let failed: @Sendable (any Error) -> Void
    private let ledger = Ledger()

    /// - Parameters:
    ///   - recorder: Where the filters put their events.
    ///   - sink: Where batches go.
    ///   - configuration: How it runs.
    ///   - clock: What measures the pauses.
    ///   - failed: Told of each error of the sink, to log and count it; must not block.
    public init(
        from recorder: EventRecorder, to sink: any EventSink, configuration: Configuration = Configuration(),
        clock: any Clock<Duration> = ContinuousClock(), failed: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.recorder = recorder
        self.sink = sink
        self.configuration = configuration
        self.clock = clock
        self.failed = failed
    }

    /// What has become of the events so far.
    public var counts: Counts {
        var counts = ledger.counts.withLock { $0 }
        counts.dropped = recorder.droppedCount
        return counts
    }

    /// Runs until the task is cancelled, then flushes what waits.
    public func run() async {
        var courier = BatchCourier(configuration: configuration)
        while !Task.isCancelled {
            let step = courier.next(from: recorder)
            switch step {
            case .deliver(let batch): await deliver(batch, by: &courier)
            case .pause(let duration): try? await clock.sleep(for: duration)  // throws only when cancelled, which ends the loop
            case .finished: return
            }
        }
        await flush(&courier)
    }

    private func flush(_ courier: inout BatchCourier) async {
        courier.shutDown()
        while true {
            switch courier.next(from: recorder) {
            case .deliver(let batch): await deliver(batch, by: &courier)
            case .pause: continue
            case .finished: return
            }
        }
    }

    private func deliver(_ batch: EventBatch, by courier: inout BatchCourier) async {
        let sink = sink
        // Why a task of its own: a sink that looks at cancellation would refuse the last batches.
        let result = await Task { try await sink.write(batch) }.result
        switch result {
        case .success:
            courier.delivered()
        case .failure(let error):
            courier.refused()
            failed(error)
        }
        let counts = courier.counts
        ledger.counts.withLock { $0 = counts }
    }

    private final class Ledger: Sendable {
        let counts = Mutex(Counts())
    }
}
