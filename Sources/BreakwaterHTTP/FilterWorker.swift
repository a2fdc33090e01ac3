import Breakwater
import BreakwaterPolicy
import Foundation

/// What one event loop or thread keeps between exchanges: the match scratch and the clock as policy sees it.
///
/// Not `Sendable`: it never leaves its loop. An exchange must be used where its worker is.
public final class FilterWorker {
    public let service: FilterService
    var scratch = MatchScratch()
    private var cachedMoment: (engine: String, moment: Moment)?

    public init(service: FilterService) {
        self.service = service
    }

    /// The engine's moment for a second; computed once a second, as it asks the calendar.
    func moment(for engine: Engine, at now: Int64) -> Moment {
        if let cachedMoment, cachedMoment.moment.secondsSinceEpoch == now, cachedMoment.engine == engine.identity {
            return cachedMoment.moment
        }
        let moment = engine.moment(at: Date(timeIntervalSince1970: Double(now)))
        cachedMoment = (engine.identity, moment)
        return moment
    }
}
