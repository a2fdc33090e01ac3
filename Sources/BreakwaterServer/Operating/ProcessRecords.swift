import Logging
import Metrics

/// What a process writes and counts about itself; set up once, before anything else runs.
public enum ProcessRecords {
    package static let registry = PrometheusRegistry()

    /// Sends metrics to the registry that ``OperationsServer`` shows, and logs to stderr.
    ///
    /// - Parameter format: how log lines look.
    public static func begin(format: LogFormatting) {
        MetricsSystem.bootstrap(registry)
        switch format {
        case .text: LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        case .json: LoggingSystem.bootstrap { JSONLogHandler(label: $0) }
        }
    }
}

/// How log lines look.
public enum LogFormatting: String, Sendable, Hashable, CaseIterable {
    case text
    /// One JSON object a line: `time`, `level`, `message`, `logger` and the metadata.
    case json
}
