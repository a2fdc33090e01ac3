import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import Foundation
import Synchronization

/// What one event loop or thread keeps between exchanges: the match scratch, the clock and the profiles as policy sees them.
///
/// Not `Sendable`: it never leaves its loop. An exchange is used where its worker is.
public final class FilterWorker {
    public let service: FilterService
    private var scratch = MatchScratch()
    private var known: Known?
    /// The `Accept-Language` of the request before, which mostly is this one's too.
    private var lastLanguage: (value: String, language: Language)?
    private var knownSettings: (version: Int, settings: FilterSettings)

    /// What was worked out for one engine; dropped when another one comes.
    private struct Known {
        var engine: Engine
        var moment: Moment?
        var profiles: [ProfileID: KnownProfile] = [:]
        /// The profile of the request before, which mostly is this one's too.
        var latest: KnownProfile?
        var exemptions: [ProfileID: HostSet] = [:]
    }

    public init(service: FilterService) {
        self.service = service
        knownSettings = (service.settingsVersion.load(ordering: .acquiring), service.settings)
    }

    /// The configuration of now; a lock only where it changed.
    var settings: FilterSettings {
        let version = service.settingsVersion.load(ordering: .acquiring)
        if version != knownSettings.version { knownSettings = (version, service.settings) }
        return knownSettings.settings
    }

    /// Reads `scheme://authority/path` without new buffers.
    ///
    /// - Parameter path: path and query, beginning with `/`.
    func url(_ scheme: String, _ authority: String, _ path: String) throws(URLSyntaxError) -> WebURL {
        try scratch.read(scheme, authority, path)
    }

    func decide(_ request: Request, with engine: Engine) -> Verdict {
        engine.decide(request, using: &scratch)
    }

    /// The engine's moment for a second; computed once a second, as it asks the calendar.
    func moment(for engine: Engine, at now: Int64) -> Moment {
        learn(engine)
        if let moment = known?.moment, moment.secondsSinceEpoch == now { return moment }
        let moment = engine.moment(at: Date(timeIntervalSince1970: Double(now)))
        known?.moment = moment
        return moment
    }

    func profile(of client: ClientIdentity, in engine: Engine) -> KnownProfile {
        learn(engine)
        let id = engine.profile(forAddress: client.address, user: client.user, listener: client.listener)
        if let profile = known?.latest, profile.value.id == id { return profile }
        if let profile = known?.profiles[id] {
            known?.latest = profile
            return profile
        }
        // An engine only names profiles of its policy; a nameless adult stands in, for whom the engine's answers still hold.
        let profile = engine.policy.profiles.first { $0.id == id }
            ?? Profile(id: id, name: LocalizedText(en: id.rawValue, ja: id.rawValue), ageBand: .adult)
        let found = KnownProfile(value: profile)
        known?.profiles[id] = found
        return found
    }

    /// Whether the profile names the host among those that are never decrypted.
    func isExemptFromInspection(_ name: DomainName, of profile: Profile) -> Bool {
        guard let hosts = profile.inspection?.exemptHosts, !hosts.isEmpty else { return false }
        if let known = known?.exemptions[profile.id] { return known.contains(name) }
        let set = HostSet(hosts)
        known?.exemptions[profile.id] = set
        return set.contains(name)
    }

    func language(for acceptLanguage: String?) -> Language {
        guard let acceptLanguage else { return .english }
        if let lastLanguage, lastLanguage.value == acceptLanguage { return lastLanguage.language }
        let language = LanguagePreference.language(for: acceptLanguage)
        lastLanguage = (acceptLanguage, language)
        return language
    }

    private func learn(_ engine: Engine) {
        if known?.engine !== engine { known = Known(engine: engine) }
    }
}

/// A profile that exchanges share without copying it. Each worker has its own, so that event loops do not write to one another's
/// reference counts: a copy of a profile would count up a dozen arrays that all loops share.
final class KnownProfile {
    let value: Profile

    init(value: Profile) { self.value = value }
}
