public import BreakwaterPolicy

/// A policy as its document says it, checked, together with where its parts were written.
public struct PolicyDocument: Sendable {
    public let policy: Policy
    /// The folder that the lists' relative paths start from.
    public let baseDirectory: String
    /// Every file the policy was read from, the document itself first.
    public let files: [String]
    /// The line that names each list, for diagnostics about it.
    public let listPositions: [String: DocumentPosition]
}
