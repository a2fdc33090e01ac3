import BreakwaterReports

extension LogEntry {
    /// A line of the combined (or common) format: `client ident user [day/Mon/year:time zone] "METHOD URL HTTP/1.1" status bytes …`.
    package static func combined(_ line: String) -> LogEntry {
        guard !line.allSatisfy(\.isWhitespace) else { return .other }
        guard let open = line.firstIndex(of: "["), let close = line[open...].firstIndex(of: "]"),
            let time = CombinedTime.seconds(line[line.index(after: open)..<close]),
            let quote = line[close...].firstIndex(of: "\""),
            let end = line[line.index(after: quote)...].firstIndex(of: "\"")
        else { return .malformed("not a line of the combined format") }
        let names = line[..<open].split(separator: " ", omittingEmptySubsequences: true)
        guard names.count >= 3 else { return .malformed("not a line of the combined format") }
        let parts = line[line.index(after: quote)..<end].split(separator: " ")
        guard parts.count >= 2 else { return .other }
        let user = names[names.count - 1]
        return request(
            method: parts[0], target: String(parts[1]),
            LogLine(time: time, url: "", client: String(names[names.count - 3]), user: user == "-" ? nil : String(user)))
    }
}

/// `10/Oct/2026:13:55:36 +0900`.
private enum CombinedTime {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func seconds(_ text: Substring) -> Int64? {
        let halves = text.split(separator: " ")
        guard halves.count == 2, let offset = offset(halves[1]) else { return nil }
        let parts = halves[0].split(separator: ":")
        let date = parts.first?.split(separator: "/") ?? []
        guard parts.count == 4, date.count == 3, let month = months.firstIndex(of: String(date[1])) else { return nil }
        let digits = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        guard let day = CalendarDay(iso: "\(date[2])-\(digits)-\(date[0])")?.number, let hour = Int64(parts[1]), let minute = Int64(parts[2]),
            let second = Int64(parts[3]), (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        return Int64(day) * 86_400 + hour * 3600 + minute * 60 + second - offset
    }

    /// `+0900` in seconds.
    private static func offset(_ text: Substring) -> Int64? {
        guard text.utf8.count == 5, let sign = text.first, sign == "+" || sign == "-", let number = Int64(text.dropFirst()),
            number >= 0, number / 100 <= 14, number % 100 < 60
        else { return nil }
        return (sign == "-" ? -1 : 1) * (number / 100 * 3600 + number % 100 * 60)
    }
}
