import Foundation
import Yams

/// Reads a YAML (or JSON) file into marked values, every mistake of syntax with its line.
enum YAMLDocument {
    /// A policy of a hundred thousand entries fits; a mistaken path to a list of millions does not fill the memory.
    static let maximumBytes = 4 << 20
    /// Far more than a policy needs; keeps a hostile document from exhausting the parser's stack.
    static let maximumDepth = 200

    /// - Parameter name: the file as problems should name it.
    /// - Returns: `nil` where the file cannot be read as one YAML document; the collector says why.
    static func read(path: String, name: String, problems: ProblemCollector) -> YAMLValue? {
        let whole = DocumentPosition(file: name, line: 0)
        guard let data = FileManager.default.contents(atPath: path) else {
            problems.report(whole, "cannot be read")
            return nil
        }
        guard data.count <= maximumBytes else {
            problems.report(whole, "is larger than 4 MiB, so it is no policy or configuration document")
            return nil
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            problems.report(whole, "is not UTF-8 text")
            return nil
        }
        return parse(text, name: name, problems: problems)
    }

    static func parse(_ text: String, name: String, problems: ProblemCollector) -> YAMLValue? {
        if let line = lineThatNestsTooDeep(text) {
            problems.report(DocumentPosition(file: name, line: line), "is nested more than \(maximumDepth) deep")
            return nil
        }
        do {
            guard let node = try Yams.compose(yaml: text, .basic) else {
                problems.report(DocumentPosition(file: name, line: 0), "is empty")
                return nil
            }
            return YAMLValue(node: node, file: name, problems: problems)
        } catch {
            let (line, message) = describe(error)
            problems.report(DocumentPosition(file: name, line: line), message)
            return nil
        }
    }

    /// The parser recurses once a level, by flow brackets, by block indentation (one column a level at least), or by
    /// `- - -` on one line; so none of the three may be longer than ``maximumDepth``.
    private static func lineThatNestsTooDeep(_ text: String) -> Int? {
        var line = 1
        var brackets = 0
        var columnOfText = 0
        var isLeading = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                columnOfText = 0
                isLeading = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                brackets += 1
                isLeading = false
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                brackets = max(0, brackets - 1)
                isLeading = false
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "\t"):
                if isLeading { columnOfText += 1 }
            default:
                isLeading = false
            }
            if brackets > maximumDepth || columnOfText > 2 * maximumDepth { return line }
        }
        return nil
    }

    private static func describe(_ error: any Error) -> (line: Int, message: String) {
        guard let error = error as? YamlError else { return (0, String(describing: error)) }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            return (mark.line, "is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { "`\($0)`" }.joined(separator: ", ")
            return (context.mark.line, "the key \(names) is given twice")
        case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return (0, "is not YAML: \(error)")
        }
    }
}
