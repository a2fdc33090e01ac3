package import BreakwaterPolicy

/// Days as people of a language write them.
package struct DayStyle: Sendable {
    package var language: Language
    package init(_ language: Language) { self.language = language }

    /// `Monday 16 November 2026`, `2026年11月16日（月）`.
    package func long(_ day: CalendarDay) -> String {
        let (year, month, date) = day.components
        switch language {
        case .english: return "\(Self.weekdays[day.weekday].en) \(date) \(Self.months[month - 1]) \(year)"
        case .japanese: return "\(year)年\(month)月\(date)日（\(Self.weekdays[day.weekday].ja)）"
        }
    }

    /// `16 November 2026`, `2026年11月16日`.
    package func plain(_ day: CalendarDay) -> String {
        let (year, month, date) = day.components
        switch language {
        case .english: return "\(date) \(Self.months[month - 1]) \(year)"
        case .japanese: return "\(year)年\(month)月\(date)日"
        }
    }

    /// For an axis or a table: `Mon 16 Nov`, `11月16日（月）`.
    package func short(_ day: CalendarDay) -> String {
        let (_, month, date) = day.components
        switch language {
        case .english: return "\(Self.weekdays[day.weekday].en.prefix(3)) \(date) \(Self.months[month - 1].prefix(3))"
        case .japanese: return "\(month)月\(date)日（\(Self.weekdays[day.weekday].ja)）"
        }
    }

    /// Under one of at most seven columns: `Mon`, `月`; the dates stand in the page's title and in the table.
    package func weekdayTick(_ day: CalendarDay) -> String {
        switch language {
        case .english: String(Self.weekdays[day.weekday].en.prefix(3))
        case .japanese: Self.weekdays[day.weekday].ja
        }
    }

    /// Under one of many columns: `16 Nov`, `11/16`.
    package func tick(_ day: CalendarDay) -> String {
        let (_, month, date) = day.components
        switch language {
        case .english: return "\(date) \(Self.months[month - 1].prefix(3))"
        case .japanese: return "\(month)/\(date)"
        }
    }

    /// `Monday 16 to Sunday 22 November 2026`, `2026年11月16日（月）〜22日（日）`.
    package func range(_ period: ReportPeriod) -> String {
        let (first, last) = (period.firstDay, period.lastDay)
        guard first != last else { return long(first) }
        let (a, b) = (first.components, last.components)
        switch language {
        case .english:
            var start = "\(Self.weekdays[first.weekday].en) \(a.day)"
            if a.month != b.month || a.year != b.year { start += " \(Self.months[a.month - 1])" }
            if a.year != b.year { start += " \(a.year)" }
            return "\(start) to \(long(last))"
        case .japanese:
            if a.year != b.year { return "\(long(first))〜\(long(last))" }
            if a.month != b.month { return "\(long(first))〜\(short(last))" }
            return "\(long(first))〜\(b.day)日（\(Self.weekdays[last.weekday].ja)）"
        }
    }

    private static let weekdays: [LocalizedText] = [
        LocalizedText(en: "Monday", ja: "月"), LocalizedText(en: "Tuesday", ja: "火"), LocalizedText(en: "Wednesday", ja: "水"),
        LocalizedText(en: "Thursday", ja: "木"), LocalizedText(en: "Friday", ja: "金"), LocalizedText(en: "Saturday", ja: "土"),
        LocalizedText(en: "Sunday", ja: "日"),
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}
