public import Logging
public import ServiceLifecycle

extension EventStore {
    /// Counts and enforces the retention at start and hourly, until the process shuts down.
    public func maintenance(logger: Logger) -> StoreMaintenance {
        StoreMaintenance(store: self, logger: logger)
    }
}

/// The long-lived work of an ``EventStore``.
public struct StoreMaintenance: Service {
    fileprivate let store: EventStore
    fileprivate let logger: Logger

    /// Runs until graceful shutdown or cancellation; an error of the store is logged and the next hour tries again.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await work()
                try? await Task.sleep(for: .seconds(3600))  // throws only when cancelled, which ends the loop
            }
        }
    }

    private func work() async {
        do {
            try await store.maintain()
        } catch {
            logger.warning(
                "event store maintenance failed; it is tried again in an hour",
                metadata: ["code": "\(error.code)", "store": "\(error.location)"])
        }
    }
}
