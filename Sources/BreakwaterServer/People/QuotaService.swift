package import BreakwaterHTTP
import BreakwaterPolicy
package import BreakwaterStore
import Foundation
package import Logging
import ServiceLifecycle

/// Keeps the minutes of quotas over a restart: they are read before the first request and written every half minute, and at the end.
package struct QuotaService {
    private static let interval = Duration.seconds(30)

    private let store: EventStore
    private let usage: UsageMeter
    private let logger: Logger

    package init(store: EventStore, usage: UsageMeter, logger: Logger) {
        self.store = store
        self.usage = usage
        self.logger = logger
    }

    /// Goes on with today's minutes.
    ///
    /// - Parameter keyPath: the file of the key that tells clients apart; made where it is missing.
    package func restore(day: Int32, keyPath: String) async throws {
        let key = try SecretFile.key(at: keyPath)
        let kept = try await store.quotaUse(on: day)
        usage.restore(kept.map { UsedMinutes(profile: $0.profile, client: $0.client, day: $0.day, minutes: $0.minutes) }, key: key)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)  // throws only when cancelled, which ends the loop
                if !Task.isCancelled { await save() }
            }
        }
        // In a task of its own: this one is cancelled already.
        await Task { await save() }.value
    }

    /// Writes what was counted since the last time.
    package func save() async {
        let uses = usage.unsaved()
        guard !uses.isEmpty else { return }
        do {
            try await store.addUsedMinutes(
                uses.map { QuotaUse(profile: $0.profile, client: $0.client, day: $0.day, minutes: $0.minutes) })
            usage.markSaved(uses)
        } catch {
            logger.warning("the minutes of quotas wait: the store does not take them", metadata: ["code": "\(error.code)"])
        }
    }
}

extension QuotaService: Service {}
