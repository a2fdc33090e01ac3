import NIOCore
import Synchronization

/// Which context belongs to which event loop; written once, before the first connection is accepted.
final class LoopTable: Sendable {
    private let contexts = Mutex<[ObjectIdentifier: NIOLoopBound<LoopContext>]>([:])

    func set(_ loops: [NIOLoopBound<LoopContext>]) {
        let table = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
        contexts.withLock { $0 = table }
    }

    /// Called on the event loop.
    func context(for eventLoop: any EventLoop) -> LoopContext? {
        contexts.withLock { $0[ObjectIdentifier(eventLoop)] }?.value
    }
}
