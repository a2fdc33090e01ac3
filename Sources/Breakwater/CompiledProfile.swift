import BreakwaterPolicy

/// A profile in the form that decisions ask, made once when a bundle is opened.
struct CompiledProfile: Sendable {
    var facts: ProfileFacts
    var schedules: [CompiledSchedule]
    var quotas: [Quota]

    init(_ profile: Profile, categories: [CategoryID: UInt8]) {
        quotas = profile.quotas
        schedules = profile.schedules.map { CompiledSchedule($0, categories: categories) }
        facts = ProfileFacts(
            defaultAction: profile.defaultAction, scansText: profile.scansText, textScoreLimit: profile.textScoreLimit,
            hasTimeRules: !profile.schedules.isEmpty || !profile.quotas.isEmpty)
        for (id, action) in profile.categories {
            if let index = categories[id] { facts.actions.set(index, action) }
        }
    }
}

/// What every decision asks of a profile: plain values, so that to look costs no reference count.
struct ProfileFacts: Sendable {
    var actions = CategoryActions()
    var defaultAction: Action
    var scansText: Bool
    var textScoreLimit: Int
    /// Whether there is a schedule or a quota at all.
    var hasTimeRules: Bool
}

/// What a profile does about each category, as sets over category indexes.
struct CategoryActions: Sendable {
    var block = CategorySet()
    var warn = CategorySet()
    /// Categories whose action the profile states as `allow`: they also pass an allow-list-only default.
    var allow = CategorySet()

    /// Made once: an array literal in the decision would be memory from the heap at every request.
    static let strictestFirst: [Action] = [.block, .warn, .allow]

    func categories(taking action: Action) -> CategorySet {
        switch action {
        case .block: block
        case .warn: warn
        case .allow: allow
        }
    }

    mutating func set(_ index: UInt8, _ action: Action) {
        block.remove(index)
        warn.remove(index)
        allow.remove(index)
        switch action {
        case .block: block.insert(index)
        case .warn: warn.insert(index)
        case .allow: allow.insert(index)
        }
    }
}

/// A schedule whose category effects are indexes.
struct CompiledSchedule: Sendable {
    var days: DaySet
    var ranges: [MinuteRange]
    var blocksAll: Bool
    var effects: [(category: UInt8, action: Action)]

    init(_ schedule: Schedule, categories: [CategoryID: UInt8]) {
        days = schedule.days
        ranges = schedule.ranges
        switch schedule.effect {
        case .blockAll:
            blocksAll = true
            effects = []
        case .categories(let actions):
            blocksAll = false
            effects = actions.compactMap { id, action in categories[id].map { ($0, action) } }
        }
    }

    /// Minutes until the range that is active now ends; `nil` where none is.
    func minutesLeft(_ moment: Moment, isHoliday: Bool, wasHoliday: Bool) -> Int? {
        let minute = Int(moment.localMinute)
        let today = isHoliday ? DaySet.holiday : moment.weekday
        let yesterday = wasHoliday ? DaySet.holiday : moment.previousWeekday
        var left: Int?
        for range in ranges {
            if days.contains(today) {
                if range.crossesMidnight, minute >= range.start {
                    left = max(left ?? 0, 1440 - minute + range.end)
                } else if minute >= range.start, minute < range.end {
                    left = max(left ?? 0, range.end - minute)
                }
            }
            if range.crossesMidnight, days.contains(yesterday), minute < range.end { left = max(left ?? 0, range.end - minute) }
        }
        return left
    }
}
