/// Whom a report is for: each has its own structure, not a cut-down copy of another.
public enum Audience: String, Sendable, Hashable, Codable, CaseIterable {
    /// A household: what was met, what it means, how to talk about it.
    case parents
    /// The child: what is filtered and why, what adults can see, how to ask for a change.
    case children
    /// A school: cohort counts with small numbers hidden, lessons, escalation.
    case teachers
    /// Anybody: an operator's transparency report, with small numbers hidden.
    case `public`

    /// Whether small numbers are hidden so that nobody can be singled out.
    var hidesSmallCells: Bool {
        switch self {
        case .parents, .children: false
        case .teachers, .public: true
        }
    }
}
