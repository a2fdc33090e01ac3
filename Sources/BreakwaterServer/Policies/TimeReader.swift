import BreakwaterPolicy
import BreakwaterReports

/// Days, ranges of the day, schedules, quotas and holidays.
enum TimeReader {
    static func schedule(_ value: YAMLValue) -> ScheduleDraft? {
        guard let mapping = value.mapping("a schedule", keys: ["name", "days", "ranges", "block", "categories"]) else { return nil }
        let name = mapping.required("name").flatMap { PolicyTexts.text($0, "`name` of a schedule") }
        let days = mapping.required("days").map(self.days)
        let ranges = mapping.required("ranges").map { $0.itemsOrSelf().compactMap(range) }
        guard mapping.has("block") != mapping.has("categories") else {
            value.report("a schedule needs `block: all` or `categories`, one of the two")
            return nil
        }
        var actions: [(category: Marked<CategoryID>, action: Action)]?
        if let block = mapping["block"] {
            _ = block.choice("`block` of a schedule", of: [("all", true)])
        } else {
            actions = categoryActions(mapping.required("categories"))
        }
        guard let name, let days, let ranges else { return nil }
        if ranges.isEmpty { mapping["ranges"]?.report("a schedule needs at least one range") }
        return ScheduleDraft(name: name, days: days, ranges: ranges, actions: actions)
    }

    static func quota(_ value: YAMLValue) -> Quota? {
        guard let mapping = value.mapping("a quota", keys: ["days", "minutes"]) else { return nil }
        let days = mapping.required("days").map(self.days)
        let minutes = mapping.required("minutes")?.integer("`minutes`", in: 0...1440)
        guard let days, let minutes else { return nil }
        return Quota(days: days, minutes: minutes)
    }

    /// A day `YYYY-MM-DD` as days since 1970-01-01.
    static func day(_ value: YAMLValue) -> Int32? {
        guard let text = value.text("a holiday") else { return nil }
        guard let day = CalendarDay(iso: text)?.number else {
            value.report("`\(text)` is no day: write it as `2026-12-25`")
            return nil
        }
        return day
    }

    private static let dayNames: [(String, DaySet)] = [
        ("monday", .monday), ("tuesday", .tuesday), ("wednesday", .wednesday), ("thursday", .thursday), ("friday", .friday),
        ("saturday", .saturday), ("sunday", .sunday), ("weekdays", .weekdays), ("weekend", .weekend), ("holiday", .holiday),
        ("everyday", .everyDay), ("mon", .monday), ("tue", .tuesday), ("wed", .wednesday), ("thu", .thursday), ("fri", .friday),
        ("sat", .saturday), ("sun", .sunday),
    ]

    private static func days(_ value: YAMLValue) -> DaySet {
        var days: DaySet = []
        for item in value.itemsOrSelf() {
            guard let name = item.text("a day") else { continue }
            if let found = dayNames.first(where: { $0.0 == name }) {
                days.formUnion(found.1)
            } else {
                item.report(
                    "`\(name)` is no day: use `monday` to `sunday`, `weekdays`, `weekend`, `holiday` or `everyday`"
                        + NearestName.hint(name, in: dayNames.map(\.0)))
            }
        }
        return days
    }

    private static func range(_ value: YAMLValue) -> MinuteRange? {
        guard let text = value.text("a range") else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { minute($0) }
        guard parts.count == 2, let start = parts[0], let end = parts[1], start < 1440, end > 0 || start > 0 else {
            value.report("`\(text)` is no range: write it as `\"21:00-07:00\"`")
            return nil
        }
        // 00:00 as an end is the midnight that the day ends with.
        return MinuteRange(start: start, end: end == 0 ? 1440 : end)
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...24).contains(hour), (0...59).contains(minute), hour < 24 || minute == 0
        else { return nil }
        return hour * 60 + minute
    }

    private static func categoryActions(_ value: YAMLValue?) -> [(category: Marked<CategoryID>, action: Action)] {
        var found: [(category: Marked<CategoryID>, action: Action)] = []
        for (key, value) in value?.entries("`categories` of a schedule")?.pairs ?? [] {
            let action = value.choice("what happens to `\(key.name)`", of: Action.allCases.map { ($0.rawValue, $0) })
            guard let category = PolicyTexts.category(key.value), let action else { continue }
            found.append((category, action))
        }
        return found
    }
}
