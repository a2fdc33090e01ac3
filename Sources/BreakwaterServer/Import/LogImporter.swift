public import Breakwater
public import BreakwaterEvents
import BreakwaterPolicy
import BreakwaterReports
import BreakwaterURL
import Foundation

/// What became of the lines of imported logs.
public struct LogImportSummary: Sendable, Hashable, Codable {
    public var lines = 0
    /// Lines that were judged and kept as events.
    public var requests = 0
    public var blocked = 0
    public var warned = 0
    /// Lines that are no request a filter decides.
    public var other = 0
    /// Lines that are not of the format.
    public var malformed = 0
    /// The first few of them: never the line itself, which names what somebody read.
    public var firstMalformedLines: [Int] = []
    /// The days of the events, as `YYYY-MM-DD` in the policy's time zone.
    public var firstDay: String?
    public var lastDay: String?

    public init() {}
}

/// Judges the lines of an access log against a bundle, and keeps what the privacy rules allow of each decision.
///
/// The log's clients become pseudonyms of the log's days; URLs, addresses and names are not kept.
public struct LogImporter: Sendable {
    /// Events that are joined and written together.
    private static let batchSize = 10_000

    private let engine: Engine
    private let sink: any EventSink
    private let rules: PrivacyRules

    public init(engine: Engine, sink: any EventSink) {
        self.engine = engine
        self.sink = sink
        let timeZone = TimeZone(identifier: engine.policy.timeZone) ?? .gmt
        rules = PrivacyRules(pseudonymizer: Pseudonymizer(timeZone: timeZone))
    }

    /// - Parameters:
    ///   - path: plain or gzip.
    ///   - summary: the counts so far; several logs add up.
    ///   - progress: told of the counts every batch.
    public func importLog(
        at path: String, format: LogFormat, adding summary: inout LogImportSummary, progress: (LogImportSummary) -> Void = { _ in }
    ) async throws {
        var file = try LineFile(path: path)
        var scratch = MatchScratch()
        var batch: [DecisionEvent] = []
        while let line = try file.next() {
            summary.lines += 1
            switch Self.entry(line, format) {
            case .other: summary.other += 1
            case .malformed: summary.count(malformedLine: file.lineNumber)
            case .request(let request):
                batch.append(judge(request, using: &scratch, adding: &summary))
                guard batch.count >= Self.batchSize else { continue }
                try await sink.write(DecisionEvent.merged(batch))
                batch.removeAll(keepingCapacity: true)
                progress(summary)
            }
        }
        if !batch.isEmpty { try await sink.write(DecisionEvent.merged(batch)) }
        progress(summary)
    }

    private static func entry(_ line: String, _ format: LogFormat) -> LogEntry {
        switch format {
        case .squid: .squid(line)
        case .combined: .combined(line)
        case .jsonl: .json(line)
        }
    }

    private func judge(_ line: LogLine, using scratch: inout MatchScratch, adding summary: inout LogImportSummary) -> DecisionEvent {
        let address = line.client.flatMap { IPAddress($0) }
        let id = engine.profile(forAddress: address, user: line.user, listener: nil)
        let moment = engine.moment(at: Date(timeIntervalSince1970: Double(line.time)))
        let verdict = engine.decide(
            Request(url: line.url, profile: id, at: moment, layer: line.isTunnel ? .name : .url), using: &scratch)
        summary.count(verdict.action, on: moment.localDay)
        let profile = engine.policy.profiles.first { $0.id == id } ?? Profile(id: id, name: LocalizedText(en: "", ja: ""), ageBand: .from6to9)
        var facts = DecisionFacts(verdict, policy: engine.policy, profile: profile, secondsSinceEpoch: line.time)
        facts.client = line.user ?? line.client
        if profile.keepsHostNames { facts.host = Self.host(of: line.url) }
        return rules.event(for: facts)
    }

    private static func host(of url: String) -> String? {
        // A URL that is no URL was judged as malformed; it has no host to keep.
        do { return try WebURL(url).host.description } catch { return nil }
    }
}

extension LogImportSummary {
    private static let namedLines = 5

    fileprivate mutating func count(malformedLine line: Int) {
        malformed += 1
        if firstMalformedLines.count < Self.namedLines { firstMalformedLines.append(line) }
    }

    fileprivate mutating func count(_ action: Action, on day: Int32) {
        requests += 1
        switch action {
        case .allow: break
        case .warn: warned += 1
        case .block: blocked += 1
        }
        let name = CalendarDay(day).iso
        firstDay = min(firstDay ?? name, name)
        lastDay = max(lastDay ?? name, name)
    }
}
