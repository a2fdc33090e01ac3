import ArgumentParser
import Breakwater
import BreakwaterPolicy
import BreakwaterReports
import BreakwaterServer
import BreakwaterStore
import Foundation

struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a report that teaches: what was met, what it means, what to talk about.",
        discussion: """
            Each audience has a report of its own: parents (a household), children (what adults can see of you), teachers (a class, small \
            numbers hidden), public (an operator's transparency report).

            Example:
              breakwater report --events events.db --from 2026-11-16 --to 2026-11-22 --audience parents --language ja -o week.html

            PDF needs Chromium or WeasyPrint; HTML, JSON and CSV need nothing.
            """)

    @Option(help: ArgumentHelp("The event store: an SQLite file, or a postgresql: address.", valueName: "db")) var events: String
    @Option(help: ArgumentHelp("The first day, 2026-11-16.", valueName: "date")) var from: String
    @Option(help: ArgumentHelp("The last day, which belongs to the report.", valueName: "date")) var to: String
    @Option(help: "parents, teachers, children or public.") var audience: Audience
    @Option(help: "en or ja.") var language = Language.english
    @Option(help: "html, pdf, json or csv; by the file's name where it is left out.") var format: ReportFormat?
    @Option(help: "The one profile of a children's report.") var profile: String?
    @Option(help: ArgumentHelp("The bundle that names categories and profiles.", valueName: "file.bwb")) var bundle: String?
    @Option(help: ArgumentHelp("The policy in its place; the household preset where both are left out.", valueName: "file.yaml"))
    var policy: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file")) var output: String

    func validate() throws {
        if bundle != nil, policy != nil { throw ValidationError("give --bundle or --policy, not both") }
    }

    func run() async throws {
        let named = ReportFormat(rawValue: (output as NSString).pathExtension.lowercased())
        var maker = try ReportMaker(from: from, to: to, audience: audience, language: language, format: format ?? named ?? .html)
        let policy = try bundle.map { try Engine(contentsOf: $0).policy } ?? PolicyReader().read(contentsOf: PresetFinder.path(of: policy)).policy
        if let profile { maker.profile = try policy.profileID(named: profile) }
        let store = try EventArchive.openExisting(events, for: policy)
        let data = try await maker.make(from: store, policy: policy)
        try store.close()
        do {
            try data.write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw ServerError(.unwritable, "cannot be written", at: DocumentPosition(file: output, line: 0))
        }
    }
}
