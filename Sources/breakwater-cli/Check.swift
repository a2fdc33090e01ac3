import ArgumentParser
import Breakwater
import BreakwaterServer

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask what a bundle decides for URLs.",
        discussion: """
            One line for each URL, separated by tabs, "-" where there is none:
              ACTION  CATEGORY  LIST  RULE  URL        ACTION is allow, block or warn

            With --stdin each line that is read is URL[<TAB>DOCUMENT URL[<TAB>TYPE]], and one line comes out for each line in:
              breakwater check --bundle household.bwb --profile child-6-9 --stdin < urls.txt

            Bedtime is part of the answer; --at asks about another time:
              breakwater check --bundle household.bwb --at 2026-11-23T15:00 https://example.org/
            """)

    @OptionGroup var question: BundleQuestion
    @Flag(help: "Print one JSON object a line.") var json = false
    @Flag(help: "Read the URLs from standard input.") var stdin = false
    @Argument(help: "URLs to ask about.") var urls: [String] = []

    func validate() throws {
        if stdin != urls.isEmpty { throw ValidationError("name URLs, or give --stdin, one of the two") }
    }

    func run() throws {
        let engine = try question.engine()
        var checker = try Checker(engine: engine, profile: question.profile, at: TimeText.moment(question.at, in: engine.policy))
        var output = Output()
        if stdin {
            while let line = readLine() { try answer(CheckLine(line), &checker, &output) }
        } else {
            for url in urls { try answer(CheckLine(url: url), &checker, &output) }
        }
        try output.flush()
    }

    private func answer(_ line: CheckLine, _ checker: inout Checker, _ output: inout Output) throws {
        let answer = checker.check(line)
        if json { try output.json(answer, pretty: false) } else { try output.line(answer.row) }
    }
}

/// What every question to a bundle needs.
struct BundleQuestion: ParsableArguments {
    @Option(help: ArgumentHelp("The compiled bundle.", valueName: "file.bwb")) var bundle: String
    @Option(help: "The profile to ask for; the policy's default where it is left out.") var profile: String?
    @Option(help: ArgumentHelp("When, as 2026-11-23T20:30 in the policy's time zone; now where it is left out.", valueName: "time"))
    var at: String?

    func engine() throws -> Engine { try Engine(contentsOf: bundle) }
}
