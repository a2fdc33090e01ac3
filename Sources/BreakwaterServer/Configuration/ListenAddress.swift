public import BreakwaterURL

/// Where a listener waits: `127.0.0.1:8080`, `[::1]:8080`, or with a name that policies can refer to, `library=192.0.2.1:8080`.
public struct ListenAddress: Sendable, Hashable, LosslessStringConvertible {
    /// The listener's name; a `clients` entry of the policy may name it.
    public var name: String?
    public var address: IPAddress
    /// 0–65535; 0 lets the system choose, for tests.
    public var port: Int
    /// A socket that is bound there already: from a service manager, or from before privileges were dropped.
    public var descriptor: Int32?

    public init(name: String? = nil, address: IPAddress, port: Int) {
        self.name = name
        self.address = address
        self.port = port
    }

    /// - Returns: `nil` where the text is not of that form. Names are resolved by nobody here: an address is written out.
    public init?(_ text: String) {
        var rest = text[...]
        var name: String?
        if let sign = rest.firstIndex(of: "=") {
            name = String(rest[..<sign])
            rest = rest[rest.index(after: sign)...]
            guard name?.isEmpty == false else { return nil }
        }
        guard let colon = rest.lastIndex(of: ":") else { return nil }
        let digits = rest[rest.index(after: colon)...]
        var host = rest[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits), port <= 65_535,
            let address = IPAddress(String(host)), isBracketed == (address.family == .v6)
        else { return nil }
        self.init(name: name, address: address, port: port)
    }

    public var description: String {
        let host = address.family == .v6 ? "[\(address)]" : address.description
        return (name.map { $0 + "=" } ?? "") + "\(host):\(port)"
    }
}
