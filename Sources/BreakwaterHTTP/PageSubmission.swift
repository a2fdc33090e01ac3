public import BreakwaterPolicy

/// What somebody said on a page of ours.
public enum PageSubmission: Sendable, Hashable {
    /// "May I open this?"
    case request(pattern: String, profile: ProfileID, note: String?, term: GrantTerm)
    /// "This is wrongly blocked."
    case appeal(profile: ProfileID, category: CategoryID?, list: String?, host: String, note: String?)
    /// An override code was used, or a wrong one tried.
    case override(profile: ProfileID, isAccepted: Bool)
}
