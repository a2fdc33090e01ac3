import ArgumentParser
import Breakwater
import BreakwaterPolicy
import BreakwaterRules
import BreakwaterServer
import Foundation

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what changes between two bundles, or between two versions of a list.",
        discussion: """
            Of two bundles: lists, profiles and categories that came or went; how many URLs each profile decides otherwise; and a sample:
              URL  PROFILE  BEFORE  AFTER  CHANGE  LIST BEFORE  RULE BEFORE  LIST AFTER  RULE AFTER
            separated by tabs; BEFORE and AFTER are ACTION or ACTION:CATEGORY, "-" stands where there is none, and CHANGE is newly-blocked, \
            newly-warned, newly-allowed or reason-changed. Without --urls the project's own corpus, the places of help and the front pages of \
            the best-known sites are asked.

            Of two lists (files): names and rules that came (+) and went (-), with their lines.

            Example:
              breakwater diff old.bwb new.bwb --urls visited.txt
              breakwater diff easylist-1.txt easylist-2.txt
            """)

    @Argument(help: "The bundle in use, or the older list.") var old: String
    @Argument(help: "The bundle or list to compare it with.") var new: String
    @Option(help: ArgumentHelp("A file of URLs, one a line.", valueName: "file")) var urls: String?
    @Option(help: "The format of two lists; each file's own is detected where it is left out.") var format: ListFormat?
    @Option(help: ArgumentHelp("When, as 2026-11-23T20:30 in the policy's time zone; now where it is left out.", valueName: "time"))
    var at: String?
    @Option(help: "How many differences of a kind are printed, for each profile.") var limit = 100
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        var output = Output()
        if try BundleFile.isBundle(old) || BundleFile.isBundle(new) {
            try compareBundles(&output)
        } else {
            guard urls == nil else { throw ValidationError("--urls belongs to two bundles") }
            let report = try ListComparison(old: old, new: new, format: format, limit: max(0, limit)).report()
            if json { try output.json(report) } else { try print(report, to: &output) }
        }
        try output.flush()
    }

    private func compareBundles(_ output: inout Output) throws {
        let (first, second) = (try Engine(contentsOf: old), try Engine(contentsOf: new))
        let time = try TimeText.moment(at, in: second.policy).secondsSinceEpoch
        let asked = try urls.map(Self.read) ?? BuiltInURLs.read()
        let report = BundleComparison(old: first, new: second).report(on: asked, secondsSinceEpoch: time, limit: max(0, limit))
        if json { try output.json(report) } else { try print(report, to: &output) }
    }

    private static func read(_ path: String) throws -> [String] {
        var file = try LineFile(path: path)
        var found: [String] = []
        while let line = try file.next() {
            if !line.isEmpty, !line.hasPrefix("#") { found.append(CheckLine(line).url) }
        }
        return found
    }

    private func print(_ report: BundleComparison.Report, to output: inout Output) throws {
        for change in report.policy { try output.line(change) }
        for (profile, counts) in report.counts.sorted(by: { $0.key < $1.key }) where !counts.isEmpty {
            let parts = BundleComparison.Change.allCases.compactMap { change in counts[change].map { "\($0) \(change.rawValue)" } }
            try output.line("profile \(profile): of \(report.urls) URLs \(parts.joined(separator: ", "))")
        }
        for difference in report.sample {
            let (before, after) = (difference.before, difference.after)
            let fields = [
                difference.url, difference.profile.rawValue, side(before), side(after), difference.change.rawValue, before.list ?? "-",
                before.rule ?? "-", after.list ?? "-", after.rule ?? "-",
            ]
            // A tab in a rule would move the columns.
            try output.line(fields.map { $0.replacing("\t", with: " ") }.joined(separator: "\t"))
        }
    }

    private func print(_ report: ListComparison.Report, to output: inout Output) throws {
        try output.line("\(report.entriesBefore) entries before, \(report.entriesAfter) after: \(report.addedCount) added, \(report.removedCount) removed")
        if let concern = report.concern { try output.line(concern) }
        for entry in report.removed { try output.line("- \(old):\(entry.line)\t\(entry.rule)") }
        for entry in report.added { try output.line("+ \(new):\(entry.line)\t\(entry.rule)") }
    }

    private func side(_ side: BundleComparison.Side) -> String {
        side.category.map { "\(side.action.rawValue):\($0)" } ?? side.action.rawValue
    }
}
