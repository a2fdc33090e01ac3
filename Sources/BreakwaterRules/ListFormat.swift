/// The formats that policy lists are written in; the raw value is the name used in policies and on the command line.
///
/// A new format is one case here, one file under `Formats/` with a `LineParser`, and one line in `ListParser`.
public enum ListFormat: String, Sendable, Hashable, CaseIterable {
    /// hosts(5): `0.0.0.0 name [alias …]`; the name alone.
    case hosts
    /// One name a line; the name and everything below it.
    case domains
    /// `*.name` (and plain names) a line; the name and everything below it.
    case wildcard
    /// dnsmasq: `local=/name/`, `server=/name/`, `address=/name/0.0.0.0`.
    case dnsmasq
    /// Response policy zones: `name CNAME .`
    case rpz
    /// Unbound: `local-zone: "name" always_null`, `local-data: "name A 0.0.0.0"`.
    case unbound
    /// dnscrypt-proxy: `name`, `=name`, `ads.*`, `*sex*`.
    case dnscrypt
    /// squidGuard and UT1 `urls`: `host/path` without scheme.
    case urls
    /// A squidGuard or UT1 folder: `domains`, `urls`, `expressions`, `usage`; the file's name says which it is.
    case squidGuard = "squidguard"
    /// squidGuard's `domains.diff` and `urls.diff`: `+name`, `-name`.
    case squidGuardDiff = "squidguard-diff"
    /// Adblock Plus, uBlock Origin and AdGuard network rules.
    case adblock
    /// One PCRE2 expression a line, over the whole canonical URL.
    case expressions
    /// The `expressions` of squidGuard and UT1, which are written for the URL without scheme and `www.`.
    case squidGuardExpressions = "squidguard-expressions"
    /// Pi-hole's and AdGuard Home's expressions, which are written for the host name alone.
    case hostExpressions = "host-expressions"
    /// e2guardian weighted phrases.
    case phrases
    /// e2guardian search lists: words that nobody may search for together.
    case searchTerms = "search-terms"
    /// e2guardian extension lists: `.exe`.
    case extensions
    /// IPv4 and IPv6 addresses and prefixes.
    case addresses
    /// SHA-256 of canonicalised URL expressions, in hexadecimal.
    case hashes
}
