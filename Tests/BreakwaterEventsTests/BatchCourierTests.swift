import BreakwaterEvents
import Testing

@Suite struct BatchCourierTests {
    private let recorder = EventRecorder(capacity: 4)
    private let configuration = EventPipeline.Configuration(
        batchSize: 2, interval: .seconds(1), firstRetry: .seconds(1), longestRetry: .seconds(4), attemptsAtShutdown: 2)

    private func batch(_ step: BatchCourier.Step) -> EventBatch? {
        if case .deliver(let batch) = step { batch } else { nil }
    }

    @Test func `an empty recorder means a pause`() {
        var courier = BatchCourier(configuration: configuration)
        #expect(courier.next(from: recorder) == .pause(.seconds(1)))
    }

    @Test func `after a small batch more events may come together`() {
        var courier = BatchCourier(configuration: configuration)
        recorder.record(.sample())
        #expect(batch(courier.next(from: recorder))?.events == [.sample()])
        courier.delivered()
        recorder.record(.sample(minute: 2))
        #expect(courier.next(from: recorder) == .pause(.seconds(1)))
        #expect(batch(courier.next(from: recorder))?.events == [.sample(minute: 2)])
    }

    @Test func `while whole batches wait there is no pause`() {
        var courier = BatchCourier(configuration: configuration)
        for minute in 1...4 { recorder.record(.sample(minute: Int64(minute))) }
        #expect(batch(courier.next(from: recorder))?.events.count == 2)
        courier.delivered()
        #expect(batch(courier.next(from: recorder))?.events.count == 2)
    }

    @Test func `pauses after failures double up to the longest, and a success ends them`() {
        var courier = BatchCourier(configuration: configuration)
        recorder.record(.sample())
        var pauses: [Duration] = []
        for _ in 0..<4 {
            #expect(batch(courier.next(from: recorder)) != nil)
            courier.refused()
            if case .pause(let duration) = courier.next(from: recorder) { pauses.append(duration) }
        }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(4), .seconds(4)])
        _ = courier.next(from: recorder)
        courier.delivered()
        recorder.record(.sample())
        _ = courier.next(from: recorder)
        _ = courier.next(from: recorder)
        courier.refused()
        #expect(courier.next(from: recorder) == .pause(.seconds(1)))
    }

    @Test func `drops are told with the next batch, once`() {
        var courier = BatchCourier(configuration: configuration)
        for minute in 1...9 { recorder.record(.sample(minute: Int64(minute))) }
        #expect(batch(courier.next(from: recorder))?.droppedCount == 5)
        courier.delivered()
        #expect(batch(courier.next(from: recorder))?.droppedCount == 0)
        courier.delivered()
        #expect(courier.counts.written == 4)
    }

    @Test func `a batch in hand keeps its count of drops while it is refused`() {
        var courier = BatchCourier(configuration: configuration)
        for minute in 1...5 { recorder.record(.sample(minute: Int64(minute))) }
        #expect(batch(courier.next(from: recorder))?.droppedCount == 1)
        courier.refused()
        for minute in 6...9 { recorder.record(.sample(minute: Int64(minute))) }
        _ = courier.next(from: recorder)
        #expect(batch(courier.next(from: recorder))?.droppedCount == 1)
        courier.delivered()
        #expect(batch(courier.next(from: recorder))?.droppedCount == 2)
    }

    @Test func `a sink that never takes the drops does not keep shutdown from ending`() {
        var courier = BatchCourier(configuration: configuration)
        for minute in 1...9 { recorder.record(.sample(minute: Int64(minute))) }
        courier.shutDown()
        var steps = 0
        while courier.next(from: recorder) != .finished, steps < 20 {
            courier.refused()
            steps += 1
        }
        #expect(steps == 3)
        #expect(courier.counts.lost == 4)
    }

    @Test func `shutdown knows no pauses and ends`() {
        var courier = BatchCourier(configuration: configuration)
        for minute in 1...3 { recorder.record(.sample(minute: Int64(minute))) }
        courier.shutDown()
        #expect(batch(courier.next(from: recorder)) != nil)
        courier.refused()
        #expect(batch(courier.next(from: recorder)) != nil)
        courier.refused()
        #expect(courier.counts.lost == 2)
        #expect(batch(courier.next(from: recorder)) != nil)
        courier.refused()
        #expect(courier.counts.lost == 3)
        #expect(courier.next(from: recorder) == .finished)
    }
}
