public import BreakwaterURL
import Foundation

/// How names become addresses: the system's resolver, or a table of a test's.
///
/// The function blocks; it is called on threads of its own, never on an event loop.
public struct NameLookup: Sendable {
    private let answer: @Sendable (DomainName) -> NameAnswer

    public init(answering answer: @escaping @Sendable (DomainName) -> NameAnswer) { self.answer = answer }

    /// A look-up of names that are no aliases.
    public init(_ addresses: @escaping @Sendable (DomainName) -> [IPAddress]) {
        answer = { NameAnswer(addresses: addresses($0)) }
    }

    /// What a name leads to; blocks.
    package func callAsFunction(_ name: DomainName) -> NameAnswer { answer(name) }

    /// `getaddrinfo`: hosts file, DNS and whatever else the machine is set up with, ordered by RFC 6724.
    ///
    /// A name is first asked for with a dot at its end, so that the machine's search domains do not complete it; one that has no
    /// answer so is asked for as it is, because the hosts file has no names with dots at their ends.
    ///
    /// `getaddrinfo` tells the last name of a chain of CNAMEs only; the DNS is asked for those between where that is another name than the
    /// one asked for.
    public static let system = NameLookup(answering: { name in
        var found = resolve(name.description + ".")
        if found.addresses.isEmpty { found = resolve(name.description) }
        let last = try? DomainName(found.canonicalName ?? name.description)
        guard last != name, !found.addresses.isEmpty else { return NameAnswer(addresses: found.addresses) }
        // Where the chain is too long, nobody says what the addresses are those of.
        guard let chain = CanonicalNameChain(asking: name) else { return NameAnswer() }
        guard let last, !chain.names.contains(last) else { return NameAnswer(addresses: found.addresses, canonicalNames: chain.names) }
        // The DNS was not where the addresses came from (the hosts file has aliases too), or it has changed meanwhile.
        return NameAnswer(addresses: found.addresses, canonicalNames: [last])
    })

    private static func resolve(_ name: String) -> (addresses: [IPAddress], canonicalName: String?) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_ADDRCONFIG | AI_CANONNAME
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(name, nil, &hints, &list) == 0 else { return ([], nil) }
        // Bound: `list` is what getaddrinfo gave, freed once, after the walk; `ai_next` is null in its last element.
        defer { unsafe freeaddrinfo(list) }
        // The first element alone has the name.
        let canonicalName = unsafe list?.pointee.ai_canonname.map { unsafe String(cString: $0) }
        var found: [IPAddress] = []
        var next = unsafe list
        while let entry = unsafe next, found.count < 256 {
            if let address = unsafe IPAddress(entry.pointee) { found.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return (found, canonicalName)
    }
}

extension IPAddress {
    /// The address of a resolver's entry; `nil` for other families.
    fileprivate init?(_ entry: addrinfo) {
        guard let pointer = unsafe entry.ai_addr else { return nil }
        let bytes = unsafe UnsafeRawBufferPointer(start: pointer, count: Int(entry.ai_addrlen))
        // Bound: `ai_addrlen` bytes are the entry's own; each read below is checked against their number.
        if unsafe entry.ai_family == AF_INET, bytes.count >= MemoryLayout<sockaddr_in>.size {
            // sin_family and sin_port come first: 4 bytes.
            self.init(v4: unsafe bytes[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        } else if unsafe entry.ai_family == AF_INET6, bytes.count >= MemoryLayout<sockaddr_in6>.size {
            // sin6_family, sin6_port and sin6_flowinfo come first: 8 bytes.
            self.init(v6: unsafe bytes[8..<24].reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
        } else {
            return nil
        }
    }
}
