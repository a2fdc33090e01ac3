import BreakwaterHTTP
import BreakwaterStore
import Logging
import ServiceLifecycle

/// Brings what people said on pages of ours to the store and the log. Told to stop after the proxy, it takes the last ones too.
struct SubmissionService: Service {
    let filter: FilterService
    let store: EventStore?
    let logger: Logger

    func run() async throws {
        await withGracefulShutdownHandler {
            for await submission in filter.submissions { await take(submission) }
        } onGracefulShutdown: {
            filter.endSubmissions()
        }
    }

    private func take(_ submission: PageSubmission) async {
        switch submission {
        case .override(let profile, let isAccepted):
            // Never the code, the client or the page.
            let metadata: Logger.Metadata = ["profile": "\(profile)"]
            if isAccepted {
                logger.notice("an override code opened a page", metadata: metadata)
            } else {
                logger.warning("a wrong override code was tried", metadata: metadata)
            }
        case .request(let pattern, let profile, let note, let term):
            await keep { store throws(StoreError) in try await store.ask(for: pattern, profile: profile, note: note, term: term) }
        case .appeal(let profile, let category, let list, let host, let note):
            await keep { store throws(StoreError) in
                try await store.recordAppeal(
                    Appeal(id: 0, minute: 0, profile: profile, category: category, list: list, host: host, note: note))
            }
        }
    }

    private func keep<Kept>(_ body: (EventStore) async throws(StoreError) -> Kept) async {
        guard let store else { return }
        do throws(StoreError) {
            _ = try await body(store)
        } catch {
            logger.warning("a question from a page is lost: the store does not take it", metadata: ["code": "\(error.code)"])
        }
    }
}
