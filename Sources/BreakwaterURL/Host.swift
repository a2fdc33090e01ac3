/// Where a request goes: a name or an address.
public enum Host: Sendable, Hashable, CustomStringConvertible {
    case domain(DomainName)
    case address(IPAddress)

    /// The host of a URL or of a CONNECT target, in any spelling; IPv6 in brackets.
    public init(_ text: String) throws(URLSyntaxError) {
        var output = ByteScratch(capacity: 256)
        switch try HostParser.parse(text, into: &output) {
        case .domain: self = .domain(DomainName(canonical: output.span.text))
        case .address(let address): self = .address(address)
        }
    }

    /// As in a URL: IPv6 in brackets.
    public var description: String {
        switch self {
        case .domain(let name): name.description
        case .address(let address): address.family == .v4 ? address.description : "[\(address)]"
        }
    }
}
