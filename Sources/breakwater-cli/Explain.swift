import ArgumentParser
import Breakwater
import BreakwaterServer

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show every step of one decision, and what would change it.",
        discussion: """
            Example:
              breakwater explain --bundle household.bwb --profile child-6-9 https://example.org/

            The steps are those of docs/POLICIES.md, "The decision"; the first that says something wins. An explanation is made by \
            the same function as the decision, so the two cannot differ.
            """)

    @OptionGroup var question: BundleQuestion
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The URL to explain.") var url: String

    func run() throws {
        let engine = try question.engine()
        let moment = try TimeText.moment(question.at, in: engine.policy)
        var checker = try Checker(engine: engine, profile: question.profile, at: moment)
        let explanation = checker.explain(CheckLine(url: url))
        var output = Output()
        if json {
            try output.json(ExplanationDocument(explanation, url: url))
        } else {
            for line in ExplanationText.lines(explanation, url: url, at: moment, in: engine.policy) { try output.line(line) }
        }
        try output.flush()
    }
}
