import BreakwaterURL

/// The nftables rules that lead clients to a transparent listener, for a machine that is their router.
public enum RedirectionRules {
    /// - Parameters:
    ///   - interface: where the clients are: `br-lan`.
    ///   - port: the transparent listener's.
    /// - Throws: `invalid` for an interface's name that is none.
    public static func text(interface: String, port: Int) throws(ServerError) -> String {
        guard (1...15).contains(interface.utf8.count), interface.utf8.allSatisfy({ byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x40: true
            default: false
            }
        }) else { throw ServerError(.invalid, "`\(interface)` is no interface's name") }
        let v4 = inside(.v4).joined(separator: ", ")
        let v6 = inside(.v6).joined(separator: ", ")
        return """
            #!/usr/sbin/nft -f
            # Leads http and https of the clients on \(interface) to Breakwater, which waits on port \(port).
            table inet breakwater
            delete table inet breakwater
            table inet breakwater {
              chain prerouting {
                type nat hook prerouting priority dstnat; policy accept;
                iifname != "\(interface)" return
                ip daddr { \(v4) } return
                ip6 daddr { \(v6) } return
                tcp dport { 80, 443 } redirect to :\(port)
              }
              chain forward {
                type filter hook forward priority filter; policy accept;
                # Without QUIC (HTTP/3) browsers come back to TCP; refused, not dropped, so that they do at once.
                iifname "\(interface)" udp dport 443 reject
                # DNS over TLS hides names from a filtering resolver.
                iifname "\(interface)" tcp dport 853 reject with tcp reset
              }
            }

            """
    }

    private static func inside(_ family: IPAddress.Family) -> [String] {
        (ConfigurationDefaults.privateNetworks + ["224.0.0.0/4", "ff00::/8"].compactMap { CIDRBlock($0) })
            .filter { $0.address.family == family }.map(\.description)
    }
}
