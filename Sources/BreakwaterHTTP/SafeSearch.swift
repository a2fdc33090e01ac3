import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes

/// Turns on the safe modes of search and video services.
///
/// In a tunnel that nobody reads, another host of the same service stands in: the service then answers safely for the same
/// server name and certificate. In a request that is read, a query parameter or a field asks for it.
enum SafeSearch {
    /// Asks for safe results in a request.
    ///
    /// - Parameters:
    ///   - service: of the URL's host.
    ///   - modes: asked for only where they may matter.
    static func apply(to head: inout HTTPRequest, url: WebURL, _ service: Service?, _ modes: @autoclosure () -> SafeModesInForce) {
        if url.scheme == "https", modes().search, !isAsked(head.headerFields) {
            head.headerFields.append(HTTPField(name: .prefer, value: "safe"))
        }
        guard let service else { return }
        let modes = modes()
        guard service.isAsked(modes) else { return }
        switch service {
        case .google: setParameter("safe", "active", in: &head, below: ["/search", "/images", "/imghp", "/videohp"])
        case .bing: setParameter("adlt", "strict", in: &head, below: ["/search", "/images", "/videos", "/shop", "/news"])
        case .duckDuckGo: setParameter("kp", "1", in: &head, below: ["/"])
        case .youTube: head.headerFields[.youTubeRestrict] = modes.youTube == .strict ? "Strict" : "Moderate"
        case .ecosia, .pixabay, .yandex: break
        }
    }

    private static func isAsked(_ fields: HTTPFields) -> Bool {
        fields[values: .prefer].contains { $0.lowercased().contains("safe") }
    }

    enum Service {
        case google, bing, duckDuckGo, youTube, ecosia, pixabay, yandex

        func isAsked(_ modes: SafeModesInForce) -> Bool { self == .youTube ? modes.youTube != .off : modes.search }

        /// The host to connect to in place of the service's own; `nil` where it has none, or nothing is asked of it.
        func target(_ modes: SafeModesInForce) -> String? {
            guard isAsked(modes) else { return nil }
            return switch self {
            case .google: "forcesafesearch.google.com"
            case .bing: "strict.bing.com"
            case .duckDuckGo: "safe.duckduckgo.com"
            case .youTube: modes.youTube == .strict ? "restrict.youtube.com" : "restrictmoderate.youtube.com"
            case .ecosia: "strict-safe-search.ecosia.org"
            case .pixabay: "safesearch.pixabay.com"
            case .yandex: "familysearch.yandex.ru"
            }
        }
    }

    /// The service at a host, if it is one of those.
    static func service(of host: Host) -> Service? {
        guard case .domain(let name) = host else { return nil }
        return switch name.description {
        case "bing.com", "www.bing.com", "edgeservices.bing.com": .bing
        case "duckduckgo.com", "www.duckduckgo.com", "start.duckduckgo.com": .duckDuckGo
        case "youtube.com", "www.youtube.com", "m.youtube.com", "youtubei.googleapis.com", "youtube.googleapis.com",
            "www.youtube-nocookie.com":
            .youTube
        case "www.ecosia.org", "ecosia.org": .ecosia
        case "pixabay.com", "www.pixabay.com": .pixabay
        case let text where brands.contains { text.hasPrefix($0) }: nationalService(text.split(separator: "."))
        default: nil
        }
    }

    /// How the names of services begin that have one in every country; most names are settled by these.
    private static let brands = ["www.google.", "google.", "www.yandex.", "yandex."]

    /// Services with a name in every country: `www.google.co.jp`, `yandex.ru`.
    private static func nationalService(_ labels: [Substring]) -> Service? {
        let rest = labels.first == "www" ? labels.dropFirst() : labels[...]
        guard let brand = rest.first, brand == "google" || brand == "yandex" else { return nil }
        let suffix = Array(rest.dropFirst())
        let isNational =
            switch suffix.count {
            case 1: suffix[0] == "com" || suffix[0] == "cat" || suffix[0].utf8.count == 2
            case 2: (suffix[0] == "com" || suffix[0] == "co") && suffix[1].utf8.count == 2
            default: false
            }
        guard isNational else { return nil }
        return brand == "google" ? .google : .yandex
    }

    /// Sets one query parameter, in place of what the client asked for.
    private static func setParameter(_ name: String, _ value: String, in head: inout HTTPRequest, below paths: [String]) {
        guard let target = head.path else { return }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, paths.contains(where: { path.hasPrefix($0) }) else { return }
        let others = (parts.count > 1 ? parts[1] : "").split(separator: "&").filter { $0.prefix { $0 != "=" } != name }
        // A page without a query has nothing to make safe.
        guard !others.isEmpty else { return }
        head.path = path + "?" + (others + ["\(name)=\(value)"]).joined(separator: "&")
    }
}
