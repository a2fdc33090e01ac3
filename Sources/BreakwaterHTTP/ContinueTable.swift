final class ContinueTable: Sendable { init(capacity: Int) {} }
