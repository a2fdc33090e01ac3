import Breakwater
import BreakwaterConsole
import BreakwaterEvents
import BreakwaterHTTP
import BreakwaterStore
import Foundation
import Logging
import ServiceLifecycle

/// Moves events to the store; at shutdown it is told to stop last, so that the final exchanges are kept too.
struct EventService: Service {
    let pipeline: EventPipeline

    func run() async throws { await cancelWhenGracefulShutdown { await pipeline.run() } }
}

/// Brings the guardians' grants from the store to the filter, so that an approval holds within seconds.
struct GrantService: Service {
    private static let interval = Duration.seconds(2)

    let store: EventStore
    let service: FilterService
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await refresh()
                try? await Task.sleep(for: Self.interval)  // throws only when cancelled, which ends the loop
            }
        }
    }

    func refresh() async {
        do {
            service.grants = GrantTable(try await store.activeGrants(at: Int64(Date().timeIntervalSince1970)))
        } catch {
            // The table of before stays: each grant ends by its own time, and no new one holds.
            logger.warning("grants cannot be read from the event store", metadata: ["code": "\(error.code)"])
        }
    }
}

/// The guardian's web console.
struct ConsoleService: Service {
    let server: ConsoleServer

    func run() async throws { try await server.run() }
}

/// Destroys the pseudonyms' keys when their day is over, also on a quiet night.
struct KeyExpiryService: Service {
    private static let interval = Duration.seconds(600)

    let pseudonymizer: Pseudonymizer

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                pseudonymizer.expireKeys(at: Int64(Date().timeIntervalSince1970))
                try? await Task.sleep(for: Self.interval)  // throws only when cancelled, which ends the loop
            }
        }
    }
}
