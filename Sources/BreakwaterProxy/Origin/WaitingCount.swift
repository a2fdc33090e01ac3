import Synchronization

/// Counts work that waits, up to a limit.
final class WaitingCount: Sendable {
    private let count = Atomic<Int>(0)

    /// - Returns: `false`, with nothing counted, where `limit` wait already.
    func enter(below limit: Int) -> Bool {
        guard count.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
            leave()
            return false
        }
        return true
    }

    func leave() { count.wrappingSubtract(1, ordering: .relaxed) }
}
