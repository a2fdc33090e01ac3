import BreakwaterPolicy

/// A profile in the form that decisions ask, made once when a bundle is opened.
struct CompiledProfile: Sendable {
    var facts: ProfileFacts
    var downloads: CompiledDownloads?
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
        downloads = profile.downloads.map(CompiledDownloads.init)
        if let rules = profile.inspection { facts.inspection = CompiledInspection(rules, categories: categories) }
    }
}

/// What every decision asks of a profile: plain values, so that to look costs no reference count.
struct ProfileFacts: Sendable {
    var actions = CategoryActions()
    var defaultAction: Action
    var scansText: Bool
    var textScoreLimit: Int
    var inspection = CompiledInspection()
    /// Whether there is a schedule or a quota at all.
    var hasTimeRules: Bool
}

/// What a profile decrypts, as sets over category indexes.
struct CompiledInspection: Sendable {
    private var everything = false
    private var reached = CategorySet()
    private var exempt = CategorySet()

    init() {}

    init(_ rules: Inspection, categories: [CategoryID: UInt8]) {
        switch rules.reach {
        case .everything: everything = true
        case .categories(let ids): for id in ids { if let index = categories[id] { reached.insert(index) } }
        }
        for id in rules.exemptCategories { if let index = categories[id] { exempt.insert(index) } }
    }

    /// - Parameter met: the categories that the lists have the host in.
    func covers(_ met: CategorySet) -> Bool {
        (everything || reached.intersection(met).bits != 0) && exempt.intersection(met).bits == 0
    }
}

/// Which files a profile may fetch.
struct CompiledDownloads: Sendable {
    private let types: Set<String>
    private let extensions: Set<String>
    private let maximumBytes: Int

    init(_ rules: DownloadRules) {
        types = Set(rules.blockedTypes)
        extensions = Set(rules.blockedExtensions)
        maximumBytes = rules.maximumBytes ?? .max
    }

    func blocks(mediaType: String?, fileExtension: String?, byteCount: Int?) -> Bool {
        if let byteCount, byteCount > maximumBytes { return true }
        if let fileExtension, extensions.contains(fileExtension) { return true }
        guard let mediaType, !types.isEmpty else { return false }
        return types.contains(mediaType) || types.contains(mediaType.prefix { $0 != "/" } + "/*")
    }
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
