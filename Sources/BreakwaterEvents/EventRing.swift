/// A first-in, first-out queue of events in one array, which overwrites its oldest element when it is full.
struct EventRing {
    private let capacity: Int
    /// Every slot holds an event or `nil`; its size is a power of two times the first size, or `capacity`.
    private var slots: [DecisionEvent?] = []
    private var head = 0
    private(set) var count = 0
    private(set) var droppedCount: Int64 = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// - Returns: The event that had to give way.
    mutating func append(_ event: DecisionEvent) -> DecisionEvent? {
        if count == slots.count, slots.count < capacity { grow() }
        let tail = (head + count) % slots.count
        guard count == slots.count else {
            slots[tail] = event
            count += 1
            return nil
        }
        let oldest = slots[head]
        slots[head] = event
        head = (head + 1) % slots.count
        droppedCount = droppedCount.addingClamped(oldest?.count ?? 0)
        return oldest
    }

    mutating func removeFirst(_ limit: Int) -> [DecisionEvent] {
        let taken = min(max(0, limit), count)
        guard taken > 0 else { return [] }
        var events: [DecisionEvent] = []
        events.reserveCapacity(taken)
        for offset in 0..<taken {
            let slot = (head + offset) % slots.count
            if let event = slots[slot].take() { events.append(event) }
        }
        head = (head + taken) % slots.count
        count -= taken
        return events
    }

    private mutating func grow() {
        let size = min(capacity, max(64, slots.count * 2))
        var larger: [DecisionEvent?] = []
        larger.reserveCapacity(size)
        for offset in 0..<count { larger.append(slots[(head + offset) % slots.count]) }
        larger.append(contentsOf: repeatElement(nil, count: size - count))
        slots = larger
        head = 0
    }
}
