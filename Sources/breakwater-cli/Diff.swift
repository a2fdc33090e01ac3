import ArgumentParser
import Breakwater
import BreakwaterPolicy
import BreakwaterServer
import Foundation

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what changes between two bundles.",
        discussion: """
            Lists, profiles and categories that came or went; and with --urls every decision that changes, for every profile:
              URL  PROFILE  BEFORE  AFTER          (separated by tabs; BEFORE and AFTER are ACTION or ACTION:CATEGORY)

            Example:
              breakwater diff old.bwb new.bwb --urls visited.txt
            """)

    @Argument(help: "The bundle in use.") var old: String
    @Argument(help: "The bundle to compare it with.") var new: String
    @Option(help: ArgumentHelp("A file of URLs, one a line.", valueName: "file")) var urls: String?

    func run() throws {
        let comparison = BundleComparison(old: try Engine(contentsOf: old), new: try Engine(contentsOf: new))
        var output = Output()
        for change in comparison.policyChanges() { try output.line(change) }
        if let urls {
            var file = try LineFile(path: urls)
            let now = Int64(Date().timeIntervalSince1970)
            while let line = try file.next() {
                guard !line.isEmpty, !line.hasPrefix("#") else { continue }
                let url = CheckLine(line).url
                for difference in comparison.differences(of: [url], secondsSinceEpoch: now) {
                    try output.line(
                        [
                            url, difference.profile.rawValue, side(difference.before.rawValue, difference.categoryBefore?.rawValue),
                            side(difference.after.rawValue, difference.categoryAfter?.rawValue),
                        ].joined(separator: "\t"))
                }
            }
        }
        try output.flush()
    }

    private func side(_ action: String, _ category: String?) -> String { category.map { "\(action):\($0)" } ?? action }
}
