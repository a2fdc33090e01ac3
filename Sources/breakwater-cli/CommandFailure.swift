import ArgumentParser
import BreakwaterBundle
import BreakwaterCompiler
import BreakwaterServer
import BreakwaterStore
import Foundation

/// Errors as people and scripts see them: `breakwater: WHAT: WHY (FILE:LINE)` on stderr, and an exit status.
enum CommandFailure {
    /// Wrong usage or unreadable input.
    static let unusable = ExitCode(2)
    /// The answer is "no".
    static let no = ExitCode(1)

    static func exit(with error: any Error) -> Never {
        if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
        let lines = lines(for: error)
        if lines.isEmpty {
            // Help, the version and completion scripts are "errors" of the parser; so are wrong options.
            if BreakwaterCommand.exitCode(for: error) == .success { BreakwaterCommand.exit(withError: error) }
            report("usage", BreakwaterCommand.message(for: error) + "; see `breakwater --help`")
        }
        for line in lines { FileHandle.standardError.write(Data((line + "\n").utf8)) }
        Foundation.exit(unusable.rawValue)
    }

    /// Writes one line to stderr.
    static func report(_ what: String, _ why: String, at position: DocumentPosition? = nil) {
        FileHandle.standardError.write(Data((line(what, why, position) + "\n").utf8))
    }

    private static func lines(for error: any Error) -> [String] {
        switch error {
        case let error as PolicyDocumentError: error.problems.map { line("policy", $0.message, $0.position) }
        case let error as ConfigurationError: error.problems.map { line("configuration", $0.message, $0.position) }
        case let error as ServerError: [line(error.code.description, error.message, error.position)]
        case let error as BundleError: [line("bundle", error.message, nil)]
        case let error as CompilerError: [line("compile", error.message, nil)]
        case let error as StoreError: [line("events", error.description, nil)]
        case is ValidationError, is CleanExit: []
        default: BreakwaterCommand.message(for: error).isEmpty || isParserError(error) ? [] : [line("error", "\(error)", nil)]
        }
    }

    private static func isParserError(_ error: any Error) -> Bool { String(reflecting: type(of: error)).hasPrefix("ArgumentParser.") }

    private static func line(_ what: String, _ why: String, _ position: DocumentPosition?) -> String {
        let place = position.map { " (\($0))" } ?? ""
        return "breakwater: \(what): \(why)\(place)"
    }
}
