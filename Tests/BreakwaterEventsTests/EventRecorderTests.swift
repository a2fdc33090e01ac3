import BreakwaterEvents
import Testing

@Suite struct EventRecorderTests {
    @Test func `events come out in the order they went in`() {
        let recorder = EventRecorder(capacity: 100)
        for minute in 0..<90 { recorder.record(.sample(minute: Int64(minute))) }
        #expect(recorder.drain(max: 40).map(\.minute) == Array(0..<40))
        for minute in 90..<130 { recorder.record(.sample(minute: Int64(minute))) }
        #expect(recorder.drain(max: 1_000).map(\.minute) == Array(40..<130))
        #expect(recorder.drain(max: 1).isEmpty)
        #expect(recorder.droppedCount == 0)
    }

    @Test func `a full queue drops the oldest and counts the requests they stand for`() {
        let recorder = EventRecorder(capacity: 3)
        for minute in 1...5 { recorder.record(.sample(minute: Int64(minute), count: Int64(minute))) }
        #expect(recorder.waitingCount == 3)
        #expect(recorder.droppedCount == 1 + 2)
        #expect(recorder.drain(max: 9).map(\.minute) == [3, 4, 5])
    }

    @Test func `a capacity of nonsense becomes one`() {
        let recorder = EventRecorder(capacity: -4)
        recorder.record(.sample(minute: 1))
        recorder.record(.sample(minute: 2))
        #expect(recorder.drain(max: -1).isEmpty)
        #expect(recorder.drain(max: 5).map(\.minute) == [2])
    }

    @Test func `nothing is lost or doubled between eight threads`() async {
        let recorder = EventRecorder(capacity: 1_000)
        var drained: Int64 = 0
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for minute in 0..<2_000 { recorder.record(.sample(minute: Int64(minute))) } }
            }
            for _ in 0..<50 { drained += Int64(recorder.drain(max: 100).count) }
        }
        drained += Int64(recorder.drain(max: .max).count)
        #expect(drained + recorder.droppedCount == 16_000)
    }

    @Test(arguments: [1, 2, 63, 64, 65, 200])
    func `a ring behaves as an array with a limit`(capacity: Int) {
        var generator = SplitMix(seed: UInt64(capacity))
        let recorder = EventRecorder(capacity: capacity)
        var model: [Int64] = []
        for step in 0..<3_000 {
            if generator.next() % 3 > 0 {
                recorder.record(.sample(minute: Int64(step)))
                model.append(Int64(step))
                if model.count > capacity { model.removeFirst() }
            } else {
                let limit = Int(generator.next() % 90)
                #expect(recorder.drain(max: limit).map(\.minute) == Array(model.prefix(limit)))
                model.removeFirst(min(limit, model.count))
            }
        }
    }

    @Test func `equal events become one row with their counts added`() {
        let merged = DecisionEvent.merged([
            .sample(minute: 1), .sample(minute: 2), .sample(minute: 1, count: 4), .sample(minute: 1, pseudonym: 9),
            .sample(minute: 2, count: .max),
        ])
        #expect(
            merged == [.sample(minute: 1, count: 5), .sample(minute: 2, count: .max), .sample(minute: 1, pseudonym: 9)])
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
