package import BreakwaterBundle
package import BreakwaterURL
import CScan

/// Everything that one decision writes: owned by one thread or event loop, used again and again, never shared.
///
/// - Complexity: after the first few decisions nothing in it allocates.
package struct MatcherScratch: ~Copyable {
    package var request = RequestForms()
    package var work = MatchWork()

    package init() {}
}

/// The forms of one request that rules are held against.
package struct RequestForms: ~Copyable {
    package var url = CanonicalURL()
    /// Whether ``url`` was read ahead of the decision that comes next.
    package var isRead = false
    /// Scheme and authority of ``url``, then its path and query decoded; empty where that is no different.
    package var decoded = ByteScratch(capacity: 2048)
    package var target = HostSuffixes()
    package var document = DocumentForms()
    package var types: ResourceTypes = .document
    package var methods: RequestMethods = .get
    /// ``RuleFlags/firstParty`` or ``RuleFlags/thirdParty``.
    package var party: RuleFlags = .firstParty
    /// A page that nobody asked from is its own document, as in uBlock Origin and AdGuard.
    package internal(set) var isOwnDocument = false

    package init() {}

    /// Takes the URL of the page that asked, or none. ``types`` comes first.
    package mutating func assign(document text: borrowing String?) {
        let isGiven = text != nil
        if isGiven { unsafe document.assign(text.unsafelyUnwrapped.utf8.span) }
        let isPage = types.contains(.document)
        // A document without a host (`about:blank`, `data:`, the `null` of a sandbox) is no site's: all that it asks for is a third
        // party's, as in Adblock Plus and uBlock Origin.
        document.isKnown = isGiven && (document.isReadable || !isPage)
        isOwnDocument = !document.isKnown && isPage
    }
}

/// What is known of the page that asked. Requests of one page come one after another: it is kept until another page asks.
package struct DocumentForms: ~Copyable {
    /// Whether there is a page; its host is one that nobody has where its URL cannot be read.
    package internal(set) var isKnown = false
    fileprivate var isReadable = false
    package var url = CanonicalURL()
    package var suffixes = HostSuffixes()
    /// The labels of its registrable domain.
    var registrableLabels = 0
    /// The candidates that its host and its parents select.
    var candidates = ScratchBuffer<CandidateRun>(capacity: 8)
    /// The text that ``url`` was read from.
    private var text = ByteScratch(capacity: 256)
    /// The matcher whose hashes ``suffixes`` holds; 0 none.
    var owner: UInt64 = 0

    package init() {}

    fileprivate mutating func assign(_ bytes: borrowing Span<UInt8>) {
        guard owner == 0 || !text.equals(bytes) else { return }
        text.removeAll()
        text.append(bytes)
        owner = 0
        do throws(URLSyntaxError) {
            try url.assign(bytes)
            isReadable = true
        } catch {
            isReadable = false
            // No URL has a host under `.invalid` (RFC 6761).
            try? url.assign("http://document.invalid/")
        }
    }
}

/// A run of ``RuleIndex``'s candidates.
struct CandidateRun: BitwiseCopyable {
    var start: Int
    var end: Int
}

/// What matching itself writes.
package struct MatchWork: ~Copyable {
    package var matches = ScratchBuffer<Match>(capacity: 64)
    package var expressions = ExpressionScratch()
    package var digest = DigestContext()
    var hashedForms = URLExpressions()
    var places = ScratchBuffer<UInt32>(capacity: 1024)
    var keyHits = ScratchBuffer<cscan_key_hit>(capacity: 1024)

    package init() {}
}

/// One entry of a list that a request met.
package struct Match: Sendable, Hashable, BitwiseCopyable {
    package enum Kind: UInt8, Sendable, BitwiseCopyable {
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
