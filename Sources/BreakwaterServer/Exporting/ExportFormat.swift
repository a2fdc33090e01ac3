/// What a resolver or another filter reads.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
    /// One name a line, with everything below it (Unbound's and Pi-hole's importers, e2guardian site lists, our `domains`).
    case domains
    /// hosts(5): the name alone.
    case hosts
    /// A response policy zone (BIND, Knot, PowerDNS): exact names and wildcards, exceptions as `rpz-passthru.`.
    case rpz
    /// Adblock rules: names, URL rules and expressions, exceptions as `@@`.
    case adblock
    /// dnsmasq `local=/name/`, exceptions as `server=/name/#`.
    case dnsmasq
    /// unbound.conf `local-zone`, `local-data`.
    case unbound
    /// A squidGuard folder: `domains` and `urls`.
    case squidGuard = "squidguard"

    /// What can be said of names in the format.
    struct Reach {
        var nameAlone: Bool
        var below: Bool
        var nameAndBelow: Bool
        var exceptions: Bool
    }

    var reach: Reach {
        switch self {
        case .domains, .squidGuard: Reach(nameAlone: false, below: false, nameAndBelow: true, exceptions: false)
        case .hosts: Reach(nameAlone: true, below: false, nameAndBelow: false, exceptions: false)
        case .rpz, .adblock: Reach(nameAlone: true, below: true, nameAndBelow: true, exceptions: true)
        case .dnsmasq: Reach(nameAlone: false, below: false, nameAndBelow: true, exceptions: true)
        case .unbound: Reach(nameAlone: true, below: false, nameAndBelow: true, exceptions: true)
        }
    }

    /// What stands before the first entry.
    func header(title: String, serial: UInt32) -> [String] {
        switch self {
        case .rpz:
            ["; \(title)", "$TTL 300", "@ IN SOA localhost. hostmaster.localhost. \(serial) 3600 600 604800 300", "@ IN NS localhost."]
        case .adblock: ["[Adblock Plus 2.0]", "! Title: \(title)"]
        case .unbound: ["# \(title)", "server:"]
        case .domains, .hosts, .dnsmasq, .squidGuard: ["# \(title)"]
        }
    }

    /// The lines that block a name; the reach is one that the format can say.
    func block(_ name: String, _ reach: NameLedger.Reach) -> [String] {
        let below = reach.contains(.below)
        switch self {
        case .domains, .squidGuard: return [name]
        case .hosts: return ["0.0.0.0 \(name)"]
        case .rpz: return (reach.contains(.name) ? ["\(name) CNAME ."] : []) + (below ? ["*.\(name) CNAME ."] : [])
        case .adblock:
            guard reach.contains(.name) else { return [Self.expression(below: name)] }
            return below ? ["||\(name)^"] : ["|http://\(name)^", "|https://\(name)^"]
        case .dnsmasq: return ["local=/\(name)/"]
        case .unbound:
            return below
                ? ["  local-zone: \"\(name).\" always_nxdomain"]
                : ["  local-data: \"\(name). 300 IN A 0.0.0.0\"", "  local-data: \"\(name). 300 IN AAAA ::\""]
        }
    }

    /// The lines that leave a name alone below one that is blocked.
    func pass(_ name: String, _ reach: NameLedger.Reach) -> [String] {
        let below = reach.contains(.below)
        switch self {
        case .domains, .squidGuard, .hosts: return []
        case .rpz: return (reach.contains(.name) ? ["\(name) CNAME rpz-passthru."] : []) + (below ? ["*.\(name) CNAME rpz-passthru."] : [])
        case .adblock:
            guard reach.contains(.name) else { return ["@@" + Self.expression(below: name)] }
            return below ? ["@@||\(name)^"] : ["@@|http://\(name)^", "@@|https://\(name)^"]
        // Both speak of a name and all below it; an exception for the name alone would open more.
        case .dnsmasq: return below && reach.contains(.name) ? ["server=/\(name)/#"] : []
        case .unbound: return below && reach.contains(.name) ? ["  local-zone: \"\(name).\" always_transparent"] : []
        }
    }

    /// Adblock patterns have no word for "below the name, and not the name".
    private static func expression(below name: String) -> String {
        "/^[a-z]+:\\/\\/[^\\/:?#]+\\.\(name.replacing(".", with: "\\."))[:\\/]/"
    }
}
