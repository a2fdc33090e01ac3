/// What policy says about a request.
public enum Action: String, Sendable, Hashable, Codable, CaseIterable {
    case allow
    /// A page that teaches, with "continue".
    case warn
    case block
}
