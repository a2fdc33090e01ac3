public import BreakwaterURL

/// One entry that a guardian writes into a profile, or a grant's scope.
///
/// ```text
/// example.org            the name and everything below it
/// *.example.org          only what is below it
/// =example.org           the name alone
/// example.org/path       those URLs of it whose path starts with /path at a segment's end
/// 192.0.2.0/24  [2001:db8::1]  2001:db8::/32     addresses
/// ```
/// A scheme (`https://`) and a port in front of the path are read over; letters may have any case. A query is refused: without it the
/// entry would cover more than was written.
public struct EntryPattern: Sendable, Hashable {
    public enum Reach: Sendable, Hashable {
        case nameAlone
        case nameAndSubdomains
        case subdomainsOnly
    }

    public enum Target: Sendable, Hashable {
        case name(DomainName, Reach)
        case address(CIDRBlock)
    }

    public let target: Target
    /// Starts with `/`, in lower case; `nil` covers every path.
    public let path: String?

    /// - Throws: `URLSyntaxError` where the text is none of these forms.
    public init(_ text: String) throws(URLSyntaxError) {
        var rest = text.split(separator: " ").joined()[...]
        if let block = CIDRBlock(String(rest)) {
            target = .address(block)
            path = nil
            return
        }
        for scheme in ["https://", "http://"] where rest.lowercased().hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        var reach = Reach.nameAndSubdomains
        if rest.hasPrefix("*.") {
            reach = .subdomainsOnly
            rest = rest.dropFirst(2)
        } else if rest.hasPrefix("=") {
            reach = .nameAlone
            rest = rest.dropFirst()
        }
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else { throw URLSyntaxError(.unexpectedQuery) }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let host = rest[..<slash]
        // `http:///path` would be the host `path` to a browser.
        guard !host.isEmpty else { throw URLSyntaxError(.emptyHost) }
        guard !host.hasSuffix(":") || !rest[slash...].hasPrefix("//") else { throw URLSyntaxError(.unsupportedScheme) }
        guard !Self.isPrefixOutOfRange(host, rest[slash...]) else { throw URLSyntaxError(.badPrefixLength) }
        // A canonical URL resolves dots, escapes and the port in the one way that requests are read.
        let url = try WebURL("http://\(host)\(rest[slash...])")
        path = url.path == "/" ? nil : url.path.lowercased()
        switch url.host {
        case .domain(let name): target = .name(name, reach)
        case .address(let address):
            guard let block = CIDRBlock(address, prefixLength: address.bitWidth) else { throw URLSyntaxError(.badPrefixLength) }
            target = .address(block)
        }
    }

    /// Whether the text is an address and a number after it: a prefix that cannot be, not a path.
    private static func isPrefixOutOfRange(_ host: Substring, _ path: Substring) -> Bool {
        let number = path.dropFirst()
        guard (1...3).contains(number.count), number.allSatisfy({ ("0"..."9").contains($0) }) else { return false }
        return IPAddress(urlHost: String(host)) != nil
    }
}
