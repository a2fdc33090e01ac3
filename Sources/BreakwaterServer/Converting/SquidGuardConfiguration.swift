import Foundation

/// A squidGuard.conf: `dest`, `src`, `time`, `rew` and `acl` clauses.
struct SquidGuardConfiguration {
    struct Statement {
        /// `domainlist porn/domains` is two words.
        var words: [String]
        var file: String
        var line: Int
    }

    struct Clause {
        /// `dest`, `src`, `time`, `rew`; `acl` for one entry of the access list.
        var kind: String
        var name: String
        /// `within worktime`, `outside worktime`, or nothing.
        var condition: [String]
        var statements: [Statement]
        /// What holds where the condition does not.
        var otherwise: [Statement]
        var file: String
        var line: Int
    }

    private(set) var clauses: [Clause] = []
    private(set) var settings: [Statement] = []

    private struct Token {
        var text: String
        var file: String
        var line: Int
        var startsLine: Bool
    }

    /// - Throws: nothing for what is badly written: the report has it.
    init(_ lines: [ConversionSource.Line], report: inout ConversionReport) {
        var parser = Parser(tokens: Self.tokens(lines))
        while let token = parser.next() {
            switch token.text {
            case "dest", "destination", "src", "source", "time", "rew", "rewrite": parser.clause(token, into: &clauses, &report)
            case "acl":
                guard parser.take("{") else {
                    report.add(.lost, token.file, token.line, "`acl` without `{`")
                    continue
                }
                while let name = parser.next(), name.text != "}" { parser.accessEntry(name, into: &clauses, &report) }
            case "}": report.add(.lost, token.file, token.line, "a `}` too many")
            default: settings.append(parser.statement(token))
            }
        }
    }

    /// Words, braces and commas apart; `#` starts a comment.
    private static func tokens(_ lines: [ConversionSource.Line]) -> [Token] {
        var tokens: [Token] = []
        for line in lines {
            let spaced = line.text.prefix { $0 != "#" }.replacing("{", with: " { ").replacing("}", with: " } ")
            var isFirst = true
            for word in spaced.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "," || $0 == "\r" }) {
                tokens.append(Token(text: String(word), file: line.file, line: line.number, startsLine: isFirst))
                isFirst = false
            }
        }
        return tokens
    }

    private struct Parser {
        var tokens: [Token]
        var index = 0

        mutating func next() -> Token? {
            guard index < tokens.count else { return nil }
            index += 1
            return tokens[index - 1]
        }

        mutating func take(_ text: String) -> Bool {
            guard index < tokens.count, tokens[index].text == text else { return false }
            index += 1
            return true
        }

        /// The rest of the line that a word begins.
        mutating func statement(_ first: Token) -> Statement {
            var words = [first.text]
            while index < tokens.count, !tokens[index].startsLine, tokens[index].text != "}", tokens[index].text != "{" {
                words.append(tokens[index].text)
                index += 1
            }
            return Statement(words: words, file: first.file, line: first.line)
        }

        mutating func block(_ report: inout ConversionReport) -> [Statement] {
            guard take("{") else { return [] }
            var statements: [Statement] = []
            while let token = next() {
                if token.text == "}" { return statements }
                statements.append(statement(token))
            }
            if let last = tokens.last { report.add(.lost, last.file, last.line, "a `{` is never closed") }
            return statements
        }

        /// `dest NAME [within T] { … }`
        mutating func clause(_ kind: Token, into clauses: inout [Clause], _ report: inout ConversionReport) {
            let kinds = ["destination": "dest", "source": "src", "rewrite": "rew"]
            guard let name = next() else { return }
            let entry = entry(kinds[kind.text] ?? kind.text, name, &report)
            clauses.append(entry)
        }

        mutating func accessEntry(_ name: Token, into clauses: inout [Clause], _ report: inout ConversionReport) {
            clauses.append(entry("acl", name, &report))
        }

        private mutating func entry(_ kind: String, _ name: Token, _ report: inout ConversionReport) -> Clause {
            var condition: [String] = []
            while index < tokens.count, tokens[index].text != "{", condition.count < 4 {
                condition.append(tokens[index].text)
                index += 1
            }
            let statements = block(&report)
            let otherwise = take("else") ? block(&report) : []
            return Clause(
                kind: kind, name: name.text, condition: condition, statements: statements, otherwise: otherwise, file: name.file, line: name.line)
        }
    }
}
