/// Which `Host` a request may name.
///
/// Why: a page of a hostile site can point its own name at 127.0.0.1 (DNS rebinding) and then reads answers from here as its own;
/// its requests still carry its name.
package struct HostRule: Sendable, Hashable {
    private let names: Set<String>

    package init(_ configuration: ConsoleConfiguration) {
        var names: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
        for address in configuration.addresses where address.host != "0.0.0.0" && address.host != "::" {
            names.insert(address.host.contains(":") ? "[\(address.host)]" : address.host)
        }
        if case .network(let hostNames) = configuration.reach { names.formUnion(hostNames.map { $0.lowercased() }) }
        self.names = names
    }

    /// - Parameter authority: the `Host` field, `localhost:8081`; `nil` where there is none.
    package func allows(_ authority: String?) -> Bool {
        guard let authority, let name = Self.name(authority) else { return false }
        return names.contains(name)
    }

    /// Whether an `Origin` is this console.
    package func allows(origin: String, for authority: String?) -> Bool {
        guard let authority, allows(authority) else { return false }
        return origin == "http://\(authority)" || origin == "https://\(authority)"
    }

    private static func name(_ authority: String) -> String? {
        let text = authority.lowercased()
        guard !text.isEmpty, text.utf8.count <= 255 else { return nil }
        var name = text[...]
        var port: Substring?
        if let end = text.lastIndex(of: "]") {
            name = text[...end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            name = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        if let port, UInt16(port) == nil { return nil }
        return String(name)
    }
}
