import BreakwaterURL

/// Which addresses a list may come from.
enum ListAddress {
    static let maximumRedirects = 5

    /// - Returns: the address, canonical.
    static func checked(_ text: String) throws(ServerError) -> String {
        let url: WebURL
        do { url = try WebURL(text) } catch { throw ServerError(.fetchFailed, "`\(text)` is no address: \(error.message)") }
        guard url.scheme == "https" || (url.scheme == "http" && isLoopback(url.host)) else {
            throw ServerError(.fetchFailed, "the address is not `https:`; nobody vouches for what comes over `\(url.scheme):`")
        }
        return url.description
    }

    private static func isLoopback(_ host: Host) -> Bool {
        switch host {
        case .domain: false
        case .address(let address): ["127.0.0.0/8", "::1/128"].compactMap(CIDRBlock.init).contains { $0.contains(address) }
        }
    }
}
