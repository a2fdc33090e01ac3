import Foundation

/// Reads an e2guardian list with what it includes, and says of each entry under which category and at what time it holds.
struct E2GuardianListReader {
    struct Entry {
        let text: String
        let file: String
        let line: Int
        /// As `#listcategory` names it.
        let category: String?
        /// What stands behind `#time:`.
        let time: String?
    }

    private static let maximumDepth = 8
    /// The largest lists known have five million names.
    private static let maximumEntries = 20_000_000

    let source: ConversionSource
    private(set) var entries: [Entry] = []

    init(source: ConversionSource) { self.source = source }

    mutating func read(_ path: String, report: inout ConversionReport) throws(ServerError) {
        try read(path, chain: [path], category: nil, time: nil, &report)
    }

    private mutating func read(
        _ path: String, chain: [String], category: String?, time: String?, _ report: inout ConversionReport
    ) throws(ServerError) {
        var category = category
        var time = time
        var names: [(String, String)] = []
        for line in try source.lines(of: path) {
            let text = line.text.trimming()
            if text.hasPrefix("#listcategory:") {
                category = text.dropFirst(14).trimming().filter { $0 != "\"" }
            } else if text.hasPrefix("#time:") {
                time = text.dropFirst(6).trimming()
            } else if text.hasPrefix(".Define") {
                let parts = text.dropFirst(7).split(separator: "<", maxSplits: 1)
                if parts.count == 2 { names.append(("__\(parts[0].trimming())__", String(parts[1].prefix { $0 != ">" }))) }
            } else if text.hasPrefix(".Include") {
                let inside = String(text.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
                let written = names.reduce(inside) { $0.replacing($1.0, with: $1.1) }
                try include(written, from: path, line, chain: chain, category: category, time: time, &report)
            } else if !text.isEmpty, !text.hasPrefix("#"), entries.count < Self.maximumEntries {
                entries.append(Entry(text: text, file: line.file, line: line.number, category: category, time: time))
            }
        }
    }

    private mutating func include(
        _ written: String, from path: String, _ line: ConversionSource.Line, chain: [String], category: String?, time: String?,
        _ report: inout ConversionReport
    ) throws(ServerError) {
        switch source.find(written, from: path) {
        case .failure(let missing): report.add(.lost, line.file, line.number, "`\(written)` \(missing.message)")
        case .success(let file) where chain.contains(file):
            report.add(.lost, line.file, line.number, "`\(written)` includes itself")
        case .success where chain.count > Self.maximumDepth:
            report.add(.lost, line.file, line.number, "more than \(Self.maximumDepth) lists include one another")
        case .success(let file): try read(file, chain: chain + [file], category: category, time: time, &report)
        }
    }
}

/// `9 0 17 0 01234`: start, end, and days counted from Monday.
struct E2GuardianTime {
    let ranges: [String]
    let days: String

    init?(_ text: String) {
        let words = text.split { $0 == " " || $0 == "\t" }
        let numbers = words.prefix(4).compactMap { Int($0) }
        guard words.count == 5, numbers.count == 4, (0...23).contains(numbers[0]), (0...59).contains(numbers[1]), (0...24).contains(numbers[2]),
            (0...59).contains(numbers[3])
        else { return nil }
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        let days = words[4].compactMap { $0.wholeNumberValue }.filter { names.indices.contains($0) }
        guard !days.isEmpty, days.count == words[4].count else { return nil }
        func clock(_ hour: Int, _ minute: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)" }
        // The last minute belongs to the time there, and not to a range here.
        let isWholeDay = numbers[2] == 24 || numbers[2] == 23 && numbers[3] == 59
        ranges = ["\(clock(numbers[0], numbers[1]))-\(isWholeDay ? "24:00" : clock(numbers[2], numbers[3]))"]
        self.days = Set(days).sorted().map { names[$0] }.joined(separator: ", ")
    }
}
