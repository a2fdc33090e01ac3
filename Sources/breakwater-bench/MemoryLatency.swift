/// What the machine itself takes for a look at memory far away: the limit of any table of that size.
enum MemoryLatency {
    /// Nanoseconds a load takes that must wait for the one before it, over lines of 64 bytes in one random cycle.
    ///
    /// - Parameter bytes: of the table that the figure is to be held against.
    static func measure(bytes: Int, steps: Int = 2_000_000) -> Double {
        let lines = max(2, bytes / 64)
        var order = Array(0..<lines)
        var generator = SplitMix64(state: 7)
        // One cycle through all of them (Sattolo 1986).
        for index in stride(from: lines - 1, to: 0, by: -1) { order.swapAt(index, Int.random(in: 0..<index, using: &generator)) }
        var memory = [Int](repeating: 0, count: lines * 8)
        for index in 0..<lines { memory[index * 8] = order[index] }
        let clock = ContinuousClock()
        var line = 0
        let start = clock.now
        for _ in 0..<steps { line = memory[line * 8] }
        let elapsed = (clock.now - start).inSeconds
        // The walk's end is used, so that the walk is made.
        return line < 0 ? 0 : elapsed * 1e9 / Double(steps)
    }
}
