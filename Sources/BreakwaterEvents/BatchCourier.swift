/// The pipeline's machine: which batch goes next, when to pause, what was lost. No clock, no sink, no `await`.
///
/// It holds at most one batch. `next` names a step; after `.deliver` the driver answers with `delivered` or `refused`.
package struct BatchCourier {
    package enum Step: Hashable {
        case deliver(EventBatch)
        case pause(Duration)
        /// Nothing is left to do; only after `shutDown`.
        case finished
    }

    private enum State {
        /// No batch in hand. Next: inHand.
        case empty
        /// The batch goes to the sink at the next step. Next: resting (delivered), waiting (refused).
        case inHand(EventBatch)
        /// The sink refused the batch; a pause comes first. Next: inHand.
        case waiting(EventBatch, pause: Duration)
        /// A batch was kept; unless a whole one waits already, a pause lets more events come together. Next: empty.
        case resting
    }

    private let configuration: EventPipeline.Configuration
    private var state = State.empty
    private var pause: Duration
    private var reportedDrops: Int64 = 0
    /// `nil` before shutdown.
    private var attemptsLeft: Int?
    package private(set) var counts = EventPipeline.Counts()

    package init(configuration: EventPipeline.Configuration) {
        self.configuration = configuration
        pause = configuration.firstRetry
    }

    /// Takes from the recorder where no batch is in hand.
    package mutating func next(from recorder: EventRecorder) -> Step {
        switch state {
        case .inHand(let batch):
            return .deliver(batch)
        case .waiting(let batch, let pause):
            state = .inHand(batch)
            return attemptsLeft == nil ? .pause(pause) : .deliver(batch)
        case .resting:
            state = .empty
            guard attemptsLeft == nil, recorder.waitingCount < configuration.batchSize else { return takeUp(from: recorder) }
            return .pause(configuration.interval)
        case .empty:
            return takeUp(from: recorder)
        }
    }

    private mutating func takeUp(from recorder: EventRecorder) -> Step {
        guard let batch = collect(from: recorder) else {
            return attemptsLeft == nil ? .pause(configuration.interval) : .finished
        }
        state = .inHand(batch)
        return .deliver(batch)
    }

    package mutating func delivered() {
        guard case .inHand(let batch) = state else { return }
        counts.written = counts.written.addingClamped(batch.requestCount)
        reportedDrops = reportedDrops.addingClamped(batch.droppedCount)
        pause = configuration.firstRetry
        if attemptsLeft != nil { attemptsLeft = configuration.attemptsAtShutdown }
        state = .resting
    }

    package mutating func refused() {
        guard case .inHand(let batch) = state else { return }
        counts.failures = counts.failures.addingClamped(1)
        guard let attempts = attemptsLeft else {
            state = .waiting(batch, pause: pause)
            pause = min(pause * 2, configuration.longestRetry)
            return
        }
        attemptsLeft = attempts - 1
        guard attempts > 1 else { return giveUp(batch) }
        state = .waiting(batch, pause: .zero)
    }

    /// From now on no pauses; a sink that refuses too often ends it.
    package mutating func shutDown() {
        attemptsLeft = configuration.attemptsAtShutdown
    }

    /// The batch in hand counts as lost, and so will each that follows after one attempt: the sink is gone.
    private mutating func giveUp(_ batch: EventBatch) {
        counts.lost = counts.lost.addingClamped(batch.requestCount)
        // Its drops are not told again: else there would always be something to tell, and no end.
        reportedDrops = reportedDrops.addingClamped(batch.droppedCount)
        attemptsLeft = 1
        state = .empty
    }

    private mutating func collect(from recorder: EventRecorder) -> EventBatch? {
        let drops = recorder.droppedCount.addingClamped(-reportedDrops)
        let events = DecisionEvent.merged(recorder.drain(max: configuration.batchSize))
        guard !events.isEmpty || drops > 0 else { return nil }
        return EventBatch(events, droppedCount: drops)
    }
}

extension EventBatch {
    /// How many requests its events stand for.
    package var requestCount: Int64 {
        events.reduce(0) { $0.addingClamped($1.count) }
    }
}
