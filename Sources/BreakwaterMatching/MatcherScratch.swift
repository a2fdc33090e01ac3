package import BreakwaterBundle
package import BreakwaterURL

/// Everything that one decision writes: owned by one thread or event loop, used again and again, never shared.
///
/// - Complexity: after the first few decisions nothing in it allocates.
package struct MatcherScratch: ~Copyable {
    package var url = CanonicalURL()
    package var document = CanonicalURL()
    /// Scheme and authority of ``url``, then its path and query fully decoded; empty where that is no different.
    package var decoded = ByteScratch(capacity: 2048)
    package var target = HostSuffixes()
    package var source = HostSuffixes()
    package var facts = RequestFacts()
    package var matches: [Match] = []
    package var expressions: ExpressionScratch? = ExpressionScratch()
    package var digest = DigestContext()
    package var expression = ByteScratch(capacity: 512)

    package init() { matches.reserveCapacity(64) }
}

/// What conditions of rules ask about a request.
package struct RequestFacts: Sendable {
    package var types: ResourceTypes = .document
    package var methods: RequestMethods = .get
    package var hasDocument = false
    /// ``RuleFlags/firstParty`` or ``RuleFlags/thirdParty``.
    package var party: RuleFlags = .firstParty

    package init() {}
}

/// One entry of a list that a request met.
package struct Match: Sendable, Hashable {
    package enum Kind: UInt8, Sendable {
        case domain, address, url, expression, hash
    }

    package var kind: Kind
    package var list: UInt16
    package var category: UInt8
    package var flags: RuleFlags
    /// How exactly the entry names the request: labels of the host × 256 + bytes of the path (at most 255).
    package var specificity: UInt16
    /// Kind `domain`: where the matched suffix starts in the host; `address`: the prefix length; otherwise the rule's number.
    package var reference: UInt32

    package init(kind: Kind, list: UInt16, category: UInt8, flags: RuleFlags, specificity: UInt16, reference: UInt32) {
        self.kind = kind
        self.list = list
        self.category = category
        self.flags = flags
        self.specificity = specificity
        self.reference = reference
    }
}
