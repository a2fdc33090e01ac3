import BreakwaterURL
import Foundation

/// Finds the page that a translator, an archive or a cache shows under its own name, so that it is judged too.
///
/// A list of services can never be complete; the `bypass` category blocks the others.
enum EmbeddedURL {
    static func find(in url: WebURL) -> WebURL? {
        guard case .domain(let name) = url.host else { return nil }
        let host = name.description
        if host.hasSuffix(".translate.goog") { return translated(host.dropLast(".translate.goog".utf8.count), url) }
        switch host {
        case "translate.google.com", "translate.googleusercontent.com": return parameter("u", of: url)
        case "www.bing.com", "www.translatetheweb.com", "translatetheweb.com", "www.microsofttranslator.com":
            return url.path == "/search" ? nil : parameter("a", of: url)
        case "translate.yandex.com", "translate.yandex.ru": return parameter("url", of: url)
        case "web.archive.org": return archived(url)
        case "webcache.googleusercontent.com": return cached(url)
        case "archive.today", "archive.ph", "archive.is": return inPath(url.requestTarget)
        default: return accelerated(host, url)
        }
    }

    /// `blocked--name-test.translate.goog`: `-` stands for a dot, `--` for a hyphen.
    private static func translated(_ label: Substring, _ url: WebURL) -> WebURL? {
        let host = label.replacing("--", with: "\u{0}").replacing("-", with: ".").replacing("\u{0}", with: "-")
        return try? WebURL("https://\(host)\(url.requestTarget)")
    }

    private static func parameter(_ name: String, of url: WebURL) -> WebURL? {
        for pair in (url.query ?? "").split(separator: "&").prefix(64) {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0] == name else { continue }
            return read(decoded(parts[1]))
        }
        return nil
    }

    /// `/web/20200101000000if_/https://host/path`.
    private static func archived(_ url: WebURL) -> WebURL? {
        let parts = url.requestTarget.split(separator: "/", maxSplits: 2)
        guard parts.count == 3, parts[0] == "web" else { return nil }
        return read(String(parts[2]))
    }

    /// `/search?q=cache:KEY:https://host/path+words`.
    private static func cached(_ url: WebURL) -> WebURL? {
        guard let query = url.query, let range = query.range(of: "cache:") ?? query.range(of: "cache%3A") else { return nil }
        let text = decoded(query[range.upperBound...].prefix { $0 != "&" && $0 != "+" })
        if let start = text.range(of: "http") { return read(String(text[start.lowerBound...])) }
        return read(String(text.split(separator: ":").last ?? ""))
    }

    private static func inPath(_ target: String) -> WebURL? {
        guard let start = target.range(of: "/http") else { return nil }
        return read(String(target[start.lowerBound...].dropFirst()))
    }

    /// `www.google.com/amp/s/host/path`, `host.cdn.ampproject.org/c/s/host/path`.
    private static func accelerated(_ host: String, _ url: WebURL) -> WebURL? {
        let prefixes: [String]
        if host.hasSuffix(".cdn.ampproject.org") || host == "cdn.ampproject.org" {
            prefixes = ["/c/s/", "/v/s/", "/i/s/", "/c/", "/v/", "/i/"]
        } else if host.hasPrefix("www.google.") {
            prefixes = ["/amp/s/", "/amp/"]
        } else {
            return nil
        }
        guard let prefix = prefixes.first(where: { url.path.hasPrefix($0) }) else { return nil }
        return read(String(url.requestTarget.dropFirst(prefix.utf8.count)))
    }

    private static func read(_ text: String) -> WebURL? {
        if text.contains("://") { return try? WebURL(text) }
        // `https:/host`: some services drop a slash.
        if let range = text.range(of: ":/"), text.hasPrefix("http") { return try? WebURL("http://" + text[range.upperBound...]) }
        guard text.contains(".") else { return nil }
        return try? WebURL("http://" + text)
    }

    /// Undoes one round of percent-encoding; what is no UTF-8 then becomes U+FFFD, which no host holds.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let pair = rest.prefix(2)
            if byte == UInt8(ascii: "%"), pair.count == 2, let digits = String(pair), let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
