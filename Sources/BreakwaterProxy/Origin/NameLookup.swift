public import BreakwaterURL
import Foundation

/// How names become addresses: the system's resolver, or a table of a test's.
///
/// The function blocks; it is called on threads of its own, never on an event loop.
public struct NameLookup: Sendable {
    let addresses: @Sendable (DomainName) -> [IPAddress]

    /// - Parameter addresses: all addresses of a name in the order to try, none where it has none. Private ones too: what may be
    ///   dialled is decided afterwards.
    public init(_ addresses: @escaping @Sendable (DomainName) -> [IPAddress]) {
        self.addresses = addresses
    }

    /// The addresses of a name, in the order to try; blocks.
    package func callAsFunction(_ name: DomainName) -> [IPAddress] { addresses(name) }

    /// `getaddrinfo`: hosts file, DNS and whatever else the machine is set up with, ordered by RFC 6724.
    ///
    /// A name is first asked for with a dot at its end, so that the machine's search domains do not complete it; one that has no
    /// answer so is asked for as it is, because the hosts file has no names with dots at their ends.
    public static let system = NameLookup { name in
        let absolute = resolve(name.description + ".")
        return absolute.isEmpty ? resolve(name.description) : absolute
    }

    private static func resolve(_ name: String) -> [IPAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        // Bound: `list` is what getaddrinfo gave, freed once, after the walk; `ai_next` is null in its last element.
        defer { unsafe freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = unsafe list
        while let entry = unsafe next, found.count < 256 {
            if let address = unsafe IPAddress(entry.pointee) { found.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return found
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
