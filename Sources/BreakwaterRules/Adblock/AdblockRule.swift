import BreakwaterURL

/// One Adblock network rule, understood.
struct AdblockRule: Hashable {
    enum Subject: Hashable {
        /// `||host^` without conditions: a host entry. Canonical bytes.
        case host([UInt8])
        case url(URLPattern)
        case expression(String, matchesCase: Bool)
        /// `||192.0.2.1^` without conditions.
        case address(CIDRBlock)
    }

    var subject: Subject
    var conditions: RequestConditions
    var effect: RuleEffect
    /// `$badfilter`: the rule is there to cancel the rule that is written like it.
    var isBadfilter: Bool

    /// The form in which two rules that differ only in the order of values are equal, for `$badfilter`.
    var cancellationKey: AdblockRule {
        var key = self
        key.isBadfilter = false
        key.conditions.documentDomains = Self.sorted(conditions.documentDomains)
        key.conditions.targetDomains = Self.sorted(conditions.targetDomains)
        key.conditions.deniedAllowDomains.sort()
        return key
    }

    private static func sorted(_ option: DomainOption) -> DomainOption {
        DomainOption(included: option.included.sorted(), excluded: option.excluded.sorted())
    }
}
