import BreakwaterURL

/// squidGuard, UT1 and e2guardian URL lists.
///
///     line = [ host [ ":" port ] "/" path [ "?" query ] ] [ "#" comment ]
///
/// An entry covers the path and everything below it, on the host and every host below that, ending at a boundary:
/// `host/path` covers `host/path`, `host/path/x` and `host/path?x`, not `host/pathology`. This is the lookup of squidGuard and
/// c-icap, which strip path segments from the right and labels from the left. A trailing `/` makes no difference. A scheme and
/// a leading `www.` (also `www2.`, `web.`, `ftp.`) are dropped, as squidGuard drops them. A host without a path becomes
/// a host entry.
/// - SeeAlso: squidGuard, "urllist"; c-icap, `srv_url_check`.
struct URLsFormat: LineParser {
    mutating func parse(_ line: Span<UInt8>, at position: LinePosition, into consumer: inout some RuleConsumer) -> LineOutcome {
        guard line.count > 0 else { return .comment }
        if let outcome = E2GuardianLine.outcome(line, position, &consumer) { return outcome }
        guard line[0] != UInt8(ascii: "#") else { return .comment }
        let content = line.upTo(line.endBeforeComment).trimmed
        guard content.count > 0 else { return .comment }
        // Fragments never reach a proxy.
        let whole = content.upTo(content.firstIndex(of: UInt8(ascii: "#")) ?? content.count)
        let url = whole.from(Self.prefixLength(whole))
        let hostEnd = Self.hostEnd(url)
        let authority = url.upTo(hostEnd)
        let tail = url.from(hostEnd)
        if tail.count == 0 || tail.equals("/") {
            return consumer.take(host: authority, coverage: .nameAndSubdomains, line: line, at: position)
        }
        do throws(RuleFault) {
            guard authority.count > 0 else {
                throw .error(.syntax, "\(content.quoted) starts with its path: write `host/path`")
            }
            var bytes = try Self.canonicalAuthority(authority)
            // A canonical URL has a path even where only a query was written.
            if tail[0] == UInt8(ascii: "?") { bytes.append(UInt8(ascii: "/")) }
            PatternText.append(tail, to: &bytes, matchesCase: false)
            if bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
            bytes.append(UInt8(ascii: "^"))
            let pattern = URLPattern(start: .hostLabel, bytes: bytes)
            consumer.receive(Rule(trigger: .url(pattern, .none), effect: [], line: position.number, text: line.ruleText))
            return .entry
        } catch {
            return position.report(error, to: &consumer)
        }
    }

    /// The length of `scheme://` and the host names that squidGuard ignores.
    private static func prefixLength(_ url: Span<UInt8>) -> Int {
        var start = 0
        if let scheme = url.firstIndex(of: "://"), scheme <= 8, url.firstIndex(of: UInt8(ascii: "/")) == scheme + 1 {
            start = scheme + 3
        }
        for prefix: StaticString in ["www.", "web.", "ftp."] where url.hasText(prefix, at: start) {
            let rest = start + prefix.utf8CodeUnitCount
            // `www.com/x` is a host of that name.
            let host = url.extracting(rest..<max(rest, hostEnd(url.from(start)) + start))
            return host.contains(UInt8(ascii: ".")) ? rest : start
        }
        return start
    }

    private static func hostEnd(_ url: Span<UInt8>) -> Int {
        for index in url.indices where url[index] == UInt8(ascii: "/") || url[index] == UInt8(ascii: "?") { return index }
        return url.count
    }

    /// The host in canonical form, with its port unless that is 80 or 443.
    private static func canonicalAuthority(_ authority: Span<UInt8>) throws(RuleFault) -> [UInt8] {
        var hostEnd = authority.count
        var port: Int?
        if let colon = authority.lastIndex(of: UInt8(ascii: ":")), !authority.from(colon).contains(UInt8(ascii: "]")) {
            hostEnd = colon
            let text = authority.from(colon + 1).lossyText
            guard let number = Int(text), (0...65_535).contains(number), text.utf8.count <= 5 else {
                throw .error(.syntax, "\(text.quotedForDiagnostics) is no port")
            }
            port = number
        }
        var bytes = try PatternText.canonicalHost(authority.upTo(hostEnd))
        if let port, port != 80, port != 443 { bytes += Array(":\(port)".utf8) }
        return bytes
    }
}
