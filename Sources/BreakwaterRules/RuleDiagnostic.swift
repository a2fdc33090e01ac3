/// Something in a list that a person should know: a bad line is kept as one of these and counted, never thrown.
public struct RuleDiagnostic: Sendable, Hashable, CustomStringConvertible {
    public enum Severity: String, Sendable, Hashable, Comparable {
        /// Counted only: cosmetic rules, comments with meaning for a browser.
        case note
        /// The line was understood and left out, or changed.
        case warning
        /// The line could not be understood.
        case error

        public static func < (a: Self, b: Self) -> Bool { a.order < b.order }
        private var order: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    /// What the diagnostic is about, so that thousands can be counted by cause.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Not UTF-8, UTF-16, NUL bytes.
        case encoding
        case lineTooLong = "line-too-long"
        /// The line is not of the format.
        case syntax
        /// Not a host name.
        case name
        /// One label: everything under a top-level domain.
        case topLevelName = "top-level-name"
        /// A hosts or dnsmasq line that sends a name elsewhere instead of blocking it.
        case rewrite
        case unknownModifier = "unknown-modifier"
        /// A modifier that a proxy or resolver cannot judge; the rule is left out.
        case unsupportedModifier = "unsupported-modifier"
        /// The rule would match nearly every request.
        case tooGeneral = "too-general"
        case expression
        /// `!#if`, `!#include`, `.Include`, `#time`.
        case directive
        /// Rules that only hide parts of pages.
        case cosmetic
        /// A `$badfilter` that cancels nothing here.
        case badfilter
        case phrase
        case address
        case hash
        case other
    }

    public var severity: Severity
    public var kind: Kind
    /// The list file, as the caller named it.
    public var file: String
    public var line: LineNumber
    /// What is wrong, and what to do: "unknown modifier `$imporant`; did you mean `$important`?"
    public var message: String

    public init(severity: Severity, kind: Kind = .other, file: String, line: LineNumber, message: String) {
        self.severity = severity
        self.kind = kind
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String { "\(file):\(line): \(message)" }
}
