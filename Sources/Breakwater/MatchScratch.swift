import BreakwaterMatching

/// Everything that one decision writes: owned by one thread or event loop, used again and again, never shared.
///
/// - Complexity: after the first few decisions nothing in it allocates.
public struct MatchScratch: ~Copyable {
    var state = MatcherScratch()
    var verdicts = NameVerdicts()

    public init() {}
}
