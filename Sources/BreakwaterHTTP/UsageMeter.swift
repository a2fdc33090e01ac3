public import BreakwaterPolicy
import Synchronization

/// Counts a client's active minutes of the local day, for quotas.
public final class UsageMeter: Sendable {
    init() {}
}
