/// How far a host name in a list reaches.
public enum Coverage: UInt8, Sendable, Hashable {
    case nameAlone
    case nameAndSubdomains
    case subdomainsOnly
}
