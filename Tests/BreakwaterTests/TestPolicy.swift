import Breakwater
import BreakwaterCompiler
import BreakwaterPolicy
import BreakwaterRules
import Foundation
import TestSupport
import Testing

/// A policy with its lists as text, compiled into a bundle in a temporary folder.
struct TestPolicy {
    /// One list: what the policy says of it, and its lines.
    struct List {
        var source: ListSource
        var format: ListFormat
        var text: String

        init(_ id: String, _ format: ListFormat, _ category: String?, kind: ListSource.Kind = .normal, _ lines: [String]) {
            source = ListSource(id: id, category: category.flatMap { CategoryID($0) }, kind: kind, licence: "CC0-1.0", version: "1")
            self.format = format
            text = lines.map { $0 + "\n" }.joined()
        }
    }

    var policy: Policy
    var lists: [List]

    init(
        categories: [String] = ["adult", "gambling", "games"], profiles: [Profile], lists: [List] = [], timeZone: String = "UTC",
        assignments: [ClientAssignment] = [], holidays: [Int32] = []
    ) throws {
        policy = Policy(
            name: LocalizedText(en: "Test", ja: "テスト"), timeZone: timeZone, categories: try categories.map(Self.category),
            profiles: profiles, defaultProfile: try #require(profiles.first).id, assignments: assignments, lists: lists.map(\.source),
            holidays: holidays)
        self.lists = lists
    }

    private static func category(_ name: String) throws -> BreakwaterPolicy.Category {
        BreakwaterPolicy.Category(
            id: try #require(CategoryID(name)), name: LocalizedText(en: name, ja: name), description: LocalizedText(en: name, ja: name),
            forChildren: LocalizedText(en: name, ja: name), topic: "content")
    }

    /// Compiles and opens the bundle; the file is gone afterwards, its mapping is not.
    func engine() throws -> Engine {
        let folder = try TemporaryFolder()
        let path = folder.path("policy.bwb")
        try compile(to: path)
        return try Engine(contentsOf: path)
    }

    func compile(to path: String) throws { _ = try compiler().write(to: path) }

    /// Line, severity and kind of what was said about the lists.
    func diagnostics() throws -> [String] {
        try compiler().diagnostics.map { "\($0.line) \($0.severity.rawValue) \($0.kind.rawValue)" }
    }

    private func compiler() throws -> BundleCompiler {
        var compiler = try BundleCompiler(policy: policy, createdAt: 1_700_000_000, hashKey: (1, 2))
        for list in lists {
            try compiler.add(list.source.id, file: "\(list.source.id).txt", format: list.format, bytes: Array(list.text.utf8).span)
        }
        return compiler
    }
}

extension Profile {
    /// A profile for tests: young, with names in both languages.
    static func test(
        _ id: String, _ categories: [String: Action] = [:], default defaultAction: Action = .allow, allow: [String] = [],
        deny: [String] = [], schedules: [Schedule] = [], quotas: [Quota] = [], scansText: Bool = false, textScoreLimit: Int = 100
    ) -> Profile {
        var actions: [CategoryID: Action] = [:]
        for (name, action) in categories {
            if let id = CategoryID(name) { actions[id] = action }
        }
        return Profile(
            id: ProfileID(stringLiteral: id), name: LocalizedText(en: id, ja: id), ageBand: .from6to9, categories: actions,
            defaultAction: defaultAction, allow: allow, deny: deny, schedules: schedules, quotas: quotas, scansText: scansText,
            textScoreLimit: textScoreLimit)
    }
}

extension Schedule {
    /// On every day.
    static func test(_ name: String, _ ranges: [(Int, Int)], _ effect: Effect = .blockAll) -> Schedule {
        test(name, .everyDay, ranges, effect)
    }

    static func test(_ name: String, _ days: DaySet, _ ranges: [(Int, Int)], _ effect: Effect = .blockAll) -> Schedule {
        Schedule(
            name: LocalizedText(en: name, ja: name), days: days, ranges: ranges.map { MinuteRange(start: $0.0, end: $0.1) }, effect: effect)
    }
}

extension Moment {
    /// 2026-03-02, a Monday, at a minute of the day, UTC.
    static func monday(_ hour: Int, _ minute: Int = 0, second: Int64 = 0) -> Moment { on(day: 20_514, hour, minute, second: second) }

    /// A day since 1970-01-01, UTC.
    static func on(day: Int64, _ hour: Int, _ minute: Int = 0, second: Int64 = 0) -> Moment {
        Moment(secondsSinceEpoch: day * 86_400 + Int64(hour * 3_600 + minute * 60) + second, offsetFromUTC: 0)
    }
}

extension Engine {
    /// Decides one URL with a scratch of its own.
    func verdict(
        _ url: String, _ profile: ProfileID = "child", at moment: Moment = .monday(12), grants: GrantTable? = nil, usedMinutes: Int = 0
    ) -> Verdict {
        var scratch = MatchScratch()
        return decide(request(url, profile, at: moment, grants: grants, usedMinutes: usedMinutes), using: &scratch)
    }

    func explanation(_ url: String, _ profile: ProfileID = "child", at moment: Moment = .monday(12)) -> Explanation {
        var scratch = MatchScratch()
        return explain(request(url, profile, at: moment), using: &scratch)
    }

    func request(
        _ url: String, _ profile: ProfileID, at moment: Moment, grants: GrantTable? = nil, usedMinutes: Int = 0
    ) -> Request {
        var request = Request(url: url, profile: profile, at: moment)
        request.grants = grants
        request.usedMinutes = usedMinutes
        return request
    }
}
