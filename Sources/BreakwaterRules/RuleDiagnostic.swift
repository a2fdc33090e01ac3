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

    public var severity: Severity
    /// The list file, as the caller named it.
    public var file: String
    public var line: LineNumber
    /// What is wrong, and what to do: "unknown modifier `$imporant`; did you mean `$important`?"
    public var message: String

    public init(severity: Severity, file: String, line: LineNumber, message: String) {
        self.severity = severity
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String { "\(file):\(line): \(message)" }
}
