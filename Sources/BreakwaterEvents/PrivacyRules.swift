public import BreakwaterPolicy
public import Foundation

/// The one place that turns a decision into the event that is kept of it (docs/PRIVACY.md, rules P1–P3 and P12).
///
/// | the decision | what is kept |
/// |---|---|
/// | allow | the hour, the profile, the layer: a counter, which says nothing of what was read |
/// | allow by a help list | the same counter; that somebody sought help is never told, so it counts as the default |
/// | block or warn | the minute (the hour where `precision` says so), category, list, the day's pseudonym |
/// | … of a profile for 16 years and older | the hour, and no list: adults see less of what older children do |
/// | … by a sealed list | the hour and the category; never the list or the host |
/// | host name | only where the profile's owner opted in, only for block and warn, never for a sealed list |
public struct PrivacyRules: Sendable {
    /// How finely an event is timed.
    public enum Precision: String, Sendable, Hashable, CaseIterable {
        /// For a household or a school.
        case minute
        /// For an operator with many subscribers.
        case hour
    }

    private let precision: Precision
    private let pseudonymizer: Pseudonymizer?
    private let hours: LocalHours

    /// - Parameters:
    ///   - precision: How finely a block is timed.
    ///   - pseudonymizer: `nil` where clients are not told apart at all.
    ///   - timeZone: Whose hours are meant; the policy's.
    public init(precision: Precision = .minute, pseudonymizer: Pseudonymizer? = nil, timeZone: TimeZone = .gmt) {
        self.precision = precision
        self.pseudonymizer = pseudonymizer
        hours = LocalHours(in: timeZone)
    }

    /// What is kept of a decision.
    /// - Complexity: One HMAC for a block or a warning with a client; nothing but a copy for an allowed request.
    public func event(for facts: DecisionFacts) -> DecisionEvent {
        switch facts.action {
        case .allow: event(ofAllowing: facts.profile.id, rank: facts.rank, layer: facts.layer, secondsSinceEpoch: facts.secondsSinceEpoch)
        case .warn, .block: limitation(for: facts)
        }
    }

    /// The same for an allowed request, of which so little is kept that nothing else needs to be gathered.
    public func event(ofAllowing profile: ProfileID, rank: DecisionRank, layer: DecisionLayer, secondsSinceEpoch: Int64) -> DecisionEvent {
        DecisionEvent(
            minute: minute(of: secondsSinceEpoch, precision: .hour), action: .allow, rank: rank == .help ? .profileDefault : rank,
            layer: layer, category: nil, profile: profile)
    }

    private func limitation(for facts: DecisionFacts) -> DecisionEvent {
        let sealed = facts.rank == .sealed || facts.list?.kind == .sealed
        let older = Self.isOlder(facts.profile.ageBand)
        let keepsHost = facts.profile.keepsHostNames && !sealed
        return DecisionEvent(
            minute: minute(of: facts.secondsSinceEpoch, precision: sealed || older ? .hour : precision),
            action: facts.action, rank: facts.rank, layer: facts.layer, category: facts.category, profile: facts.profile.id,
            pseudonym: pseudonym(for: facts), list: sealed || older ? nil : facts.list?.id, host: keepsHost ? facts.host : nil)
    }

    private func pseudonym(for facts: DecisionFacts) -> UInt64 {
        guard let pseudonymizer, let client = facts.client else { return 0 }
        return pseudonymizer.pseudonym(for: client, at: facts.secondsSinceEpoch)
    }

    private static func isOlder(_ band: AgeBand) -> Bool {
        switch band {
        case .from6to9, .from10to12, .from13to15: false
        case .from16to17, .adult: true
        }
    }

    private func minute(of seconds: Int64, precision: Precision) -> Int64 {
        let minute = seconds.floored(dividingBy: 60)
        return switch precision {
        case .minute: minute
        case .hour: hours.start(of: minute)
        }
    }
}
