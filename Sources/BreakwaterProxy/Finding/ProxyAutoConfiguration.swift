public import BreakwaterURL
import BreakwaterHTTP
import HTTPTypes

/// The script by which a browser finds the proxy (PAC), served on the proxy's own address as `/proxy.pac` and `/wpad.dat`.
///
/// There is no `DIRECT` behind the proxy: a browser that falls back to it while the proxy restarts is not filtered.
public struct ProxyAutoConfiguration: Sendable, Hashable {
    /// Domains that browsers reach without the proxy, each with everything below it.
    public var directDomains: [DomainName] = []

    public init() {}

    static let paths: Set<String> = ["/proxy.pac", "/wpad.dat"]

    /// - Parameter proxy: `HOST:PORT`, made of a parsed host: it is put into a script.
    package func script(proxy: String) -> String {
        let own = directDomains.map { "  if (h === \"\($0)\" || dnsDomainIs(h, \".\($0)\")) return \"DIRECT\";\n" }.joined()
        return """
            function FindProxyForURL(url, host) {
              var h = host.toLowerCase().replace(/^\\[|\\]$/g, "").replace(/\\.$/, "");
              if (isPlainHostName(h) && h.indexOf(":") < 0) return "DIRECT";
              if (/(^|\\.)(localhost|local|home\\.arpa|internal)$/.test(h)) return "DIRECT";
              if (/^(127|10)\\.\\d+\\.\\d+\\.\\d+$/.test(h) || /^(192\\.168|169\\.254)\\.\\d+\\.\\d+$/.test(h) ||
                  /^172\\.(1[6-9]|2\\d|3[01])\\.\\d+\\.\\d+$/.test(h)) return "DIRECT";
              if (h === "::1" || /^f[cd][0-9a-f]{2}:/.test(h) || /^fe[89ab][0-9a-f]:/.test(h)) return "DIRECT";
            \(own)  return "PROXY \(proxy)";
            }

            """
    }

    /// The answer to a request for the script.
    ///
    /// - Parameters:
    ///   - host: the request's `Host`, by which the client found us.
    ///   - address: ours, where that field is none.
    func reply(host: String?, address: String, isHead: Bool) -> BlockReply {
        let body = Array(script(proxy: host.flatMap(Self.authority) ?? address).utf8)
        let fields: HTTPFields = [
            .contentType: "application/x-ns-proxy-autoconfig", .contentLength: String(body.count), .cacheControl: "no-cache",
            .xContentTypeOptions: "nosniff",
        ]
        return BlockReply(status: .ok, fields: fields, body: isHead ? [] : body)
    }

    /// `host[:port]` in canonical form with its port; `nil` where it is anything else.
    private static func authority(_ text: String) -> String? {
        guard text.utf8.count <= 260, !text.contains(where: { "@/?#\\\"' ".contains($0) }), let url = try? WebURL("http://\(text)/") else {
            return nil
        }
        return "\(url.host):\(url.port)"
    }
}
