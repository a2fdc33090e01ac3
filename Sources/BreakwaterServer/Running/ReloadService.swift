import Breakwater
import BreakwaterHTTP
import BreakwaterProxy
import Logging
import ServiceLifecycle
import UnixSignals

/// Takes policy, lists, filter settings, the inspection authority and users again at SIGHUP. Each part that cannot be taken leaves the one that served before; no
/// connection and no exchange notices.
struct ReloadService: Service {
    let parts: BreakwaterDaemon.Parts
    /// As the process began.
    let configuration: ServerConfiguration
    let reread: @Sendable () throws -> ServerConfiguration
    let notifier: SystemdNotifier
    let logger: Logger
    /// Trapped before the process says that it is ready: an early SIGHUP must not end it.
    let signals: UnixSignalsSequence

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() {
            notifier.reloading()
            let isDone = [reloadPolicy(), reloadConfiguration()].allSatisfy { $0 }
            parts.operations.reloaded(isDone)
            notifier.ready()
        }
    }

    private func reloadPolicy() -> Bool {
        do {
            let engine = try parts.source.load(replacing: parts.slot.snapshot)
            parts.slot.replace(with: engine)
            logger.notice("policy reloaded", metadata: ["bundle": "\(engine.identity.prefix(16))"])
            return true
        } catch {
            logger.error(
                "the policy could not be reloaded; the one that served before goes on", metadata: ["reason": "\(error)"])
            return false
        }
    }

    private func reloadConfiguration() -> Bool {
        do {
            let new = try reread()
            // All of it is read before any of it holds.
            let inspection = try new.makeInspection(
                for: parts.slot.snapshot.policy, replacing: parts.inspection.snapshot, logger: logger)
            let filtering = try new.filterConfiguration(canInspect: inspection != nil)
            parts.inspection.replace(with: inspection)
            parts.filter.configuration = filtering
            if let login = parts.login { login.replace(with: try UserFile(configuration).read()) }
            var old = configuration
            // Sockets that were passed, or bound before privileges went, are in no file.
            if old.proxy.listeners.contains(where: { $0.descriptor != nil }) {
                old.proxy.listeners = new.proxy.listeners
                old.proxy.transparentListeners = new.proxy.transparentListeners
            }
            let kept = new.sectionsNeedingRestart(since: old)
            if !kept.isEmpty {
                let sections = kept.joined(separator: ", ")
                logger.warning("the configuration changed where only a restart helps", metadata: ["sections": "\(sections)"])
            }
            return true
        } catch {
            logger.error("the configuration could not be reloaded; the one that served before goes on", metadata: ["reason": "\(error)"])
            return false
        }
    }
}
