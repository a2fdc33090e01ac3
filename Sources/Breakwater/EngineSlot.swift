import Synchronization

/// The engine in use, replaced while others read: a reader keeps the engine it holds, and the old mapping goes with its last reader.
public final class EngineSlot: Sendable {
    private let engine: Mutex<Engine>

    public init(_ engine: Engine) { self.engine = Mutex(engine) }

    /// The engine of now. Take it once an exchange, not once a decision.
    public var snapshot: Engine { engine.withLock { $0 } }

    public func replace(with newEngine: Engine) {
        // The old engine may end here, and its mapping with it, which takes a while: not while readers wait for the lock.
        let old = engine.withLock { current in
            defer { current = newEngine }
            return current
        }
        withExtendedLifetime(old) {}
    }
}
