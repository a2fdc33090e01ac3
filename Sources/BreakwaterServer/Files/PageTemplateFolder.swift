import BreakwaterHTTP
import Foundation

/// The folder of an operator's own page templates: `block.mustache`, `warn.mustache`, `ask.mustache`, `time.mustache`, `error.mustache`.
enum PageTemplateFolder {
    private static let ending = ".mustache"

    /// - Parameter folder: `nil` where there are none.
    /// - Returns: the templates; a page whose file is missing keeps the built-in layout.
    /// - Throws: every problem of every file, with its line.
    static func read(_ folder: String?) throws(ConfigurationError) -> PageTemplates {
        var templates = PageTemplates()
        guard let folder else { return templates }
        let problems = ProblemCollector()
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(ending) }.sorted()
        } catch {
            problems.report(
                DocumentPosition(file: folder, line: 0), "`filter.templates` is no folder that can be read: \(error.localizedDescription)")
            throw ConfigurationError(problems: problems.sorted)
        }
        for name in names {
            let path = "\(folder)/\(name)"
            guard let kind = PageKind(rawValue: String(name.dropLast(ending.count))) else {
                let known = PageKind.allCases.map { $0.rawValue + ending }
                problems.report(
                    DocumentPosition(file: path, line: 0),
                    "there is no such page: the names are \(known.joined(separator: ", "))\(NearestName.hint(name, in: known))")
                continue
            }
            do {
                for problem in templates.set(try String(contentsOfFile: path, encoding: .utf8), for: kind) {
                    problems.report(DocumentPosition(file: path, line: problem.line), problem.message)
                }
            } catch {
                problems.report(DocumentPosition(file: path, line: 0), "it cannot be read as UTF-8: \(error.localizedDescription)")
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems.sorted) }
        return templates
    }
}
