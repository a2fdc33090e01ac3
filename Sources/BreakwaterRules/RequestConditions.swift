public import BreakwaterURL

/// What else must hold of a request before a URL rule applies: the modifiers that a proxy or a resolver can judge.
public struct RequestConditions: Sendable, Hashable {
    public enum Party: UInt8, Sendable, Hashable {
        case any
        /// The request's registrable domain is its document's (or there is no document).
        case first
        case third
    }

    public var types: ResourceTypes
    public var methods: RequestMethods
    public var party: Party
    /// `$domain=a|~b`: the document's host. A value ending in `.*` names every public suffix.
    public var documentDomains: DomainOption
    /// `$to=a|~b`: the request's own host.
    public var targetDomains: DomainOption
    /// `$denyallow=`: request hosts that the rule leaves alone.
    public var deniedAllowDomains: [String]

    public init(
        types: ResourceTypes = .all, methods: RequestMethods = .all, party: Party = .any,
        documentDomains: DomainOption = .init(), targetDomains: DomainOption = .init(), deniedAllowDomains: [String] = []
    ) {
        self.types = types
        self.methods = methods
        self.party = party
        self.documentDomains = documentDomains
        self.targetDomains = targetDomains
        self.deniedAllowDomains = deniedAllowDomains
    }

    /// Every request.
    public static let none = RequestConditions()
}

/// Hosts that a rule is limited to and hosts it leaves alone; each stands for itself and everything below it, the most
/// specific one wins, and an empty `included` means every host that is not excluded.
public struct DomainOption: Sendable, Hashable {
    /// A-labels, lower case, no trailing dot; `name.*` stands for the name under any public suffix.
    public var included: [String]
    public var excluded: [String]

    public init(included: [String] = [], excluded: [String] = []) {
        self.included = included
        self.excluded = excluded
    }

    public var isEmpty: Bool { included.isEmpty && excluded.isEmpty }
}
