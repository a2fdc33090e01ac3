import NIOCore

/// A connection whose small message goes out with those of the others.
protocol QueuedSender: AnyObject {
    func sendQueued()
}

/// Sends small messages when the loop has read what came in this turn, one right after another.
///
/// A write wakes a peer that waits. Sent one by one, with the work of a whole exchange between them, each finds the peer asleep again, and
/// waking it costs more than the write itself.
final class FlushQueue {
    private let eventLoop: any EventLoop
    private var senders: [any QueuedSender] = []

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func add(_ sender: any QueuedSender) {
        if senders.isEmpty { eventLoop.assumeIsolated().execute { [self] in sendAll() } }
        senders.append(sender)
    }

    private func sendAll() {
        // A sender that fails may end others' exchanges, whose answers are then queued for the next turn.
        var sending: [any QueuedSender] = []
        swap(&sending, &senders)
        for sender in sending { sender.sendQueued() }
        guard senders.isEmpty else { return }
        // The array's storage serves the next turn.
        sending.removeAll(keepingCapacity: true)
        swap(&sending, &senders)
    }
}
