import BreakwaterURL

/// What a modifier of an Adblock network rule means to a proxy or a resolver.
enum AdblockModifier: Sendable {
    case type(ResourceTypes)
    case party(RequestConditions.Party)
    /// Limits the rule to documents of some sites; the value lists them.
    case documentDomain
    /// Limits the rule to some hosts.
    case targetDomain
    case deniedAllow
    case method
    case important
    case matchesCase
    case badfilter
    /// Changes nothing about the verdict: `_`, `noop`, `reason=`.
    case ignored
    /// `redirect=`: uBlock Origin defines it as a block plus a harmless stand-in, so the block is kept.
    case blockWithStandIn
    /// Only about what a browser hides in a page; counted with the cosmetic rules.
    case hiding
    /// Changes messages, or needs what a proxy cannot see. The rule is left out: without the modifier it would be a wider rule.
    case unsupported

    /// The modifier of that name (lower case), aliases included.
    static func named(_ name: String) -> AdblockModifier? {
        if let modifier = table[name] { return modifier }
        // uBlock Origin's no-operation modifier is any run of underscores.
        return !name.isEmpty && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") } ? .ignored : nil
    }

    /// Every name, for "did you mean".
    static var names: some Sequence<String> { table.keys.sorted() }

    private static let table: [String: AdblockModifier] = {
        var table: [String: AdblockModifier] = [
            "document": .type(.document), "doc": .type(.document),
            "subdocument": .type(.subdocument), "frame": .type(.subdocument),
            "script": .type(.script), "stylesheet": .type(.stylesheet), "css": .type(.stylesheet),
            "image": .type(.image), "background": .type(.image), "font": .type(.font), "media": .type(.media),
            "object": .type(.object), "object-subrequest": .type(.object),
            "xmlhttprequest": .type(.xmlHTTPRequest), "xhr": .type(.xmlHTTPRequest),
            "websocket": .type(.webSocket), "ping": .type(.ping), "beacon": .type(.ping),
            "popup": .type(.popup), "popunder": .type(.popup), "other": .type(.other), "all": .type(.all),
            "third-party": .party(.third), "3p": .party(.third), "first-party": .party(.first), "1p": .party(.first),
            "domain": .documentDomain, "from": .documentDomain, "to": .targetDomain, "denyallow": .deniedAllow,
            "method": .method, "important": .important, "match-case": .matchesCase, "badfilter": .badfilter,
            "noop": .ignored, "reason": .ignored,
            "redirect": .blockWithStandIn, "empty": .blockWithStandIn,
        ]
        for name in hidingNames { table[name] = .hiding }
        for name in unsupportedNames { table[name] = .unsupported }
        return table
    }()

    private static let hidingNames = [
        "generichide", "ghide", "elemhide", "ehide", "specifichide", "shide", "content", "jsinject", "extension", "stealth",
    ]

    private static let unsupportedNames = [
        "app", "client", "cname", "cookie", "csp", "ctag", "dnsrewrite", "dnstype", "genericblock", "header", "hls",
        "inline-font", "inline-script", "ipaddress", "jsonprune", "mp4", "network", "permissions", "queryprune",
        "redirect-rule", "referrerpolicy", "removeheader", "removeparam", "replace", "requestheader", "respgeo",
        "responseheader", "rewrite", "sitekey", "strict-first-party", "strict-third-party", "strict1p", "strict3p", "top",
        "trustedjsonprune", "uritransform", "urlblock", "urlskip", "urltransform", "webrtc", "xmlprune",
    ]
}
