/// The formats that policy lists are written in; the raw value is the name used in policies and on the command line.
public enum ListFormat: String, Sendable, Hashable, CaseIterable {
    /// hosts(5): `0.0.0.0 name [alias …]`.
    case hosts
    /// One name a line; the name and everything below it.
    case domains
    /// `*.name` (and plain names) a line.
    case wildcard
    /// dnsmasq: `local=/name/`, `server=/name/`, `address=/name/0.0.0.0`.
    case dnsmasq
    /// squidGuard and UT1 `urls`: `host/path` without scheme.
    case urls
    /// A squidGuard or UT1 folder: `domains`, `urls`, `expressions`, `usage`.
    case squidGuard = "squidguard"
    /// Adblock Plus, uBlock Origin and AdGuard network rules.
    case adblock
    /// One PCRE2 expression a line, over the whole URL.
    case expressions
    /// e2guardian weighted phrases.
    case phrases
    /// IPv4 and IPv6 addresses and prefixes.
    case addresses
    /// SHA-256 of canonicalised URL expressions, in hexadecimal.
    case hashes
}
