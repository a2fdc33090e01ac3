public import BreakwaterMatching

/// Everything that one decision writes; one a thread.
public typealias MatchScratch = BreakwaterMatching.MatchScratch
