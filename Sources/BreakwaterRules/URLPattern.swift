/// The pattern of an Adblock network rule: literal bytes, `*` (any run) and `^` (a separator or the end).
///
/// squidGuard `host/path` entries and profiles' own entries use the same form, so one matcher serves all.
/// - SeeAlso: Adblock Plus, "How to write filters"; AdGuard, "How to create your own ad filters".
public struct URLPattern: Sendable, Hashable {
    public enum Start: UInt8, Sendable, Hashable {
        /// Anywhere in the URL.
        case anywhere
        /// `||`: at the start of the host or of any label of it.
        case hostLabel
        /// `|`: at the first byte of the URL.
        case beginning
    }

    public var start: Start
    /// A trailing `|`: the pattern's end is the URL's end.
    public var endsAtEnd: Bool
    /// The pattern between the anchors, without leading or trailing `*`, in the form of canonical URLs: bytes that those escape
    /// are percent-encoded. Everything is in lower case, the digits of escapes too, unless `matchesCase`; then escapes are in
    /// upper case as in the canonical URL, and the host of a `.hostLabel` pattern is in lower case.
    public var bytes: [UInt8]
    public var matchesCase: Bool

    public init(start: Start, endsAtEnd: Bool = false, bytes: [UInt8], matchesCase: Bool = false) {
        self.start = start
        self.endsAtEnd = endsAtEnd
        self.bytes = bytes
        self.matchesCase = matchesCase
    }
}
