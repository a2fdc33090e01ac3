/// The one error of this module.
public struct ReportError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public struct Code: Sendable, Hashable {
        private enum Value { case noPrinter, printerFailed, printerTimedOut, unwritable }
        private let value: Value

        /// Neither WeasyPrint nor Chromium is installed.
        public static let noPrinter = Code(value: .noPrinter)
        /// The printer ended without a PDF.
        public static let printerFailed = Code(value: .printerFailed)
        /// The printer was stopped because it took too long.
        public static let printerTimedOut = Code(value: .printerTimedOut)
        /// A temporary or the final file can't be written.
        public static let unwritable = Code(value: .unwritable)
    }

    public var code: Code
    /// What, where, and what to do.
    public var message: String

    public var description: String { message }
}
