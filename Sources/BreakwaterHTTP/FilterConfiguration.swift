public import BreakwaterPolicy

/// How a process filters; what is blocked is policy and lives in the bundle.
public struct FilterConfiguration: Sendable, Hashable {
    /// What happens to something that could not be judged. Either way it is counted (``FilterCounters``).
    public enum Unjudged: String, Sendable, Hashable, CaseIterable {
        case forward
        case block
    }

    /// The most response bytes that wait for a verdict on their text, 1 MiB by default; decoded or as they came,
    /// whichever is reached first.
    public var scanWindow: Int = 1 << 20
    public var decodingLimits = DecodingLimits()
    /// Text that could not be decoded within the limits, or not in time.
    public var unscannable = Unjudged.forward
    /// A tunnel whose ClientHello names no server, or that is no TLS.
    public var missingServerName = Unjudged.forward
    /// A tunnel whose ClientHello may hide another server name (RFC 9849). Most clients send a decoy that looks the same.
    public var encryptedClientHello = Unjudged.forward
    /// Whether the driver can decrypt tunnels: it has an authority. What is decrypted, profiles say.
    public var canInspect = false
    /// The ports that CONNECT may name; empty for all.
    public var connectPorts: Set<Int> = [443]
    /// Profiles up to this age get SafeSearch and restricted modes; `nil` for nobody.
    public var safeSearchUpTo: AgeBand? = .from16to17
    /// How long "continue" on a warn page holds for that host and client, in seconds.
    public var continueSeconds: Int64 = 3600
    /// How many "continue" permissions are remembered; the oldest goes first.
    public var continueCapacity = 4096
    /// Where "Ask your grown-up" leads, beside the reference code.
    public var askContact: AskContact?
    /// Whether block pages have a form that asks, and that says "wrongly blocked": only where somebody takes
    /// ``FilterService/submissions``.
    public var takesRequests = false
    /// The scrypt hash of a guardian's code that opens a blocked page on the page itself (`breakwater override hash` makes one); `nil`
    /// for none.
    public var overrideCodeHash: String?
    /// How long an override code opens, in seconds.
    public var overrideSeconds: Int64 = 3600
    /// Who decided, on pages: "Your family", "Green Hill School"; `nil` for a general wording.
    public var decisionMaker: LocalizedText?
    /// Categories whose pages always name somebody to talk to.
    public var crisisCategories: Set<CategoryID> = Set(
        ["self-harm", "eating-disorder", "grooming", "sexting", "bullying", "drugs", "illegal"].compactMap { CategoryID($0) })
    /// Layouts of pages that take the place of the built-in one.
    public var templates = PageTemplates()
    /// Help that the pages of a crisis category and of sealed lists name.
    public var helpPoints = HelpPoint.general

    public init() {}
}

/// Where a child can ask for a blocked page.
public enum AskContact: Sendable, Hashable {
    /// An e-mail address.
    case mail(String)
    /// An `https:` or `http:` address of a form; the reference code is appended as `?ref=`.
    case page(String)
}
