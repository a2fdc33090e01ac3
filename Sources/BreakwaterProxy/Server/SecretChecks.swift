import NIOCore
import NIOPosix

/// Compares passwords and codes with their hashes, which takes a tenth of a second of a processor, on threads of its own: bounded,
/// so that guessing neither stops the event loops nor piles up.
final class SecretChecks: Sendable {
    private static let mostWaiting = 64

    private let threads: NIOThreadPool
    private let waiting = WaitingCount()

    init() {
        threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
    }

    /// Fails where too many wait.
    func run<Value: Sendable>(on eventLoop: any EventLoop, _ work: @escaping @Sendable () -> Value) -> EventLoopFuture<Value> {
        guard waiting.enter(below: Self.mostWaiting) else { return eventLoop.makeFailedFuture(OriginFailure.tooManyLookups) }
        let answer = threads.runIfActive(eventLoop: eventLoop, work)
        answer.whenComplete { [waiting] _ in waiting.leave() }
        return answer
    }

    func stop() async throws { try await threads.shutdownGracefully() }
}
