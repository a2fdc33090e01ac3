import ArgumentParser
import Breakwater
import BreakwaterServer

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show every step of one decision, and what would change it.",
        discussion: """
            Example:
              breakwater explain --bundle household.bwb --profile child-6-9 https://example.org/
              breakwater explain --bundle household.bwb --policy Policies/household.yaml --all-profiles https://example.org/

            Told are the URL as it is judged, what was looked up, every entry that matches it and what became of it, and the steps of \
            docs/POLICIES.md, "The decision", of which the first that says something wins. An explanation is made by the same function as \
            the decision, so the two cannot differ.

            A bundle holds names as fingerprints: their file and line are looked up in the lists, where these are still in their place; \
            --policy says where the policy document is, from which the lists' paths start.
            """)

    @OptionGroup var question: BundleQuestion
    @Option(help: ArgumentHelp("The policy document, to find files and lines.", valueName: "file.yaml")) var policy: String?
    @Option(help: ArgumentHelp("The state folder, where fetched lists are.", valueName: "dir")) var state: String?
    @Option(help: ArgumentHelp("The page that asks.", valueName: "url")) var document: String?
    @Option(help: ArgumentHelp("What the answer is used for: document, script, image …", valueName: "type")) var type: String?
    @Flag(help: "Show every profile's answer in a table.") var allProfiles = false
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The URL to explain.") var url: String

    func run() throws {
        let engine = try question.engine()
        let moment = try TimeText.moment(question.at, in: engine.policy)
        let line = CheckLine("\(url)\t\(document ?? "-")\t\(type ?? "-")")
        var checker = try Checker(engine: engine, profile: question.profile, at: moment)
        var explanation = checker.explain(line)
        explanation.matches = try locator(engine).located(explanation.matches)
        let answers = allProfiles ? checker.answers(line) : nil
        var output = Output()
        if json {
            try output.json(ExplanationDocument(explanation, url: url, profiles: answers))
        } else {
            for line in ExplanationText.lines(explanation, url: url, at: moment, in: engine.policy) { try output.line(line) }
            if let answers {
                try output.line("")
                for line in ProfileAnswer.table(answers) { try output.line(line) }
            }
        }
        try output.flush()
    }

    private func locator(_ engine: Engine) throws -> RuleLocator {
        guard let policy else { return RuleLocator(engine.policy, directory: "") }
        return try RuleLocator(PolicyCompilation.reading(policy, state: state))
    }
}
