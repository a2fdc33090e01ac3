import BreakwaterPolicy

/// What search and video services are asked for, once profile, age and configuration were looked at.
struct SafeModesInForce: Equatable {
    var search: Bool
    var youTube: SafeModes.YouTube

    /// What the profile says; else by its age, where configuration wants that.
    init(_ profile: Profile, upTo limit: AgeBand?) {
        let isYoung = limit.map { profile.ageBand.isWithin($0) } ?? false
        search = profile.safeModes?.search ?? isYoung
        youTube = profile.safeModes?.youTube ?? (isYoung ? profile.ageBand.isWithin(.from10to12) ? .strict : .moderate : .off)
    }
}
