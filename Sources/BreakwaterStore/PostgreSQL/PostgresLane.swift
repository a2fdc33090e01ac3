import Dispatch
import Synchronization

/// A connection with the queue that may block on it; it connects at its first use and again after it broke.
final class PostgresLane: Sendable {
    private let queue: DispatchQueue
    private let open: @Sendable () throws(StoreError) -> PostgresConnection
    private let slot = Mutex<PostgresConnection?>(nil)

    init(label: String, open: @escaping @Sendable () throws(StoreError) -> PostgresConnection) {
        queue = DispatchQueue(label: label)
        self.open = open
    }

    /// Runs `body` on the queue, so that libpq's blocking calls hold no thread of Swift's pool.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.perform(body)) }
        }
        return try result.get()
    }

    /// Ends the connection once what runs on it is done.
    func close() {
        queue.sync { slot.withLock { $0 = nil } }
    }

    private func perform<Value: Sendable>(
        _ body: (PostgresConnection) throws(StoreError) -> Value
    ) -> Result<Value, StoreError> {
        slot.withLock { slot in
            do throws(StoreError) {
                let connection = if let slot { slot } else { try open() }
                slot = connection
                defer { if !connection.isOpen { slot = nil } }
                return .success(try body(connection))
            } catch {
                return .failure(error)
            }
        }
    }
}
