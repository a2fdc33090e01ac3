import ArgumentParser
import BreakwaterServer

struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a policy of another filter's configuration.",
        discussion: """
            SOURCE is the folder of an e2guardian.conf, or a squidGuard.conf. The folder that is written has the policy document, the \
            lists, and report.txt, which names with file and line everything that could not be carried over; read it before you use \
            the policy.

            Example:
              breakwater convert /etc/e2guardian -o my-policy
              breakwater compile my-policy/policy.yaml -o my-policy.bwb
            """)

    @Option(help: "What SOURCE is, e2guardian or squidguard; told from its name where it is left out.")
    var format: PolicyConversion.Format?
    @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "folder")) var output: String
    @Flag(help: "Print only how much was carried over.") var quiet = false
    @Argument(help: "The configuration to convert.") var source: String

    func run() throws {
        let conversion = try PolicyConversion(source, format: format)
        try conversion.write(to: output)
        var out = Output()
        let report = conversion.report
        if !quiet { try out.line(report.text) }
        let lost = report.entries.count { $0.kind == .lost }
        try out.line(
            "\(output)/policy.yaml: \(conversion.profileCount) profiles, \(conversion.categoryCount) categories, \(conversion.listCount) lists; "
                + "\(lost) things not carried over, see \(output)/report.txt")
        try out.flush()
    }
}
