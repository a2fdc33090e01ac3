import Breakwater
import BreakwaterPolicy
import BreakwaterURL
import HTTPTypes

/// A link or a form's target on a page of ours: a path on the page's host itself, so that it needs no name of its own and works the
/// same over `https:`.
///
/// It is signed for this process, purpose, host, profile, client, way back and time. Nothing is set in the browser; following
/// "continue" records a permission in ``ContinueTable``. A page cannot make the link itself, and cannot read a page of ours on another
/// origin.
struct PageLink {
    enum Purpose: String, CaseIterable {
        /// Past a warn page.
        case `continue`
        /// The form that asks for a page, or says that it is wrongly blocked.
        case ask
        /// The form for a guardian's override code.
        case override
    }

    private static let folder = "/.well-known/breakwater/"
    /// Seconds that a page may stay open before its link is stale.
    static let lifetime: Int64 = 900

    let purpose: Purpose
    /// Path and query to go back to.
    let returnTo: String
    let expiry: Int64
    /// The name that the page's host is an alias of, where that is what was closed.
    let canonicalName: DomainName?
    let signature: String

    /// - Returns: `nil` where the URL is no link of ours at all; a malformed one has an empty signature.
    init?(_ url: WebURL) {
        guard url.path.hasPrefix(Self.folder), let purpose = Purpose(rawValue: String(url.path.dropFirst(Self.folder.utf8.count))) else {
            return nil
        }
        self.purpose = purpose
        var values: [Substring: Substring] = [:]
        for pair in (url.query ?? "").split(separator: "&").prefix(8) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        returnTo = values["to"].flatMap { String($0).decodingHexadecimal } ?? ""
        expiry = values["e"].flatMap { Int64($0) } ?? 0
        canonicalName = values["n"].flatMap { String($0).decodingHexadecimal }.flatMap { try? DomainName($0) }
        signature = values["s"].map(String.init) ?? ""
    }

    /// The link as a path with its query.
    static func make(
        _ purpose: Purpose, host: Host, returnTo: String, canonicalName: DomainName? = nil, signer: PageLinkSigner, expiry: Int64
    ) -> String {
        let signature = signer.signature(purpose, host: host, returnTo: returnTo, canonicalName: canonicalName, expiry: expiry)
        let name = canonicalName.map { "&n=" + $0.description.encodingHexadecimal } ?? ""
        return "\(folder)\(purpose.rawValue)?to=\(returnTo.encodingHexadecimal)&e=\(expiry)\(name)&s=\(signature)"
    }

    func isGenuine(for host: Host, signer: PageLinkSigner, now: Int64) -> Bool {
        guard expiry > now, expiry <= now + Self.lifetime, returnTo.hasPrefix("/"), !signature.isEmpty else { return false }
        let expected = signer.signature(purpose, host: host, returnTo: returnTo, canonicalName: canonicalName, expiry: expiry)
        return signature.utf8.isEqualInConstantTime(to: expected.utf8)
    }
}

/// Signs links for one client and profile.
struct PageLinkSigner {
    let key: [UInt8]
    let client: String
    let profile: ProfileID

    /// HMAC-SHA-256 as hexadecimal digits.
    func signature(_ purpose: PageLink.Purpose, host: Host, returnTo: String, canonicalName: DomainName?, expiry: Int64) -> String {
        // No part can hold a line end: hosts and the way back are canonical, the client's name comes last.
        let text = "\(purpose.rawValue)\n\(profile)\n\(host)\n\(expiry)\n\(returnTo)\n\(canonicalName?.description ?? "")\n\(client)"
        return KeyedHash.hmacSHA256(key: key, message: Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension Judge {
    var signer: PageLinkSigner {
        PageLinkSigner(key: service.signingKey, client: client.key, profile: profile.id)
    }

    func hasContinued(to host: Host, now: Int64) -> Bool {
        service.continuations.holds(continueKey(host), now: now)
    }

    private func continueKey(_ host: Host) -> String { "\(profile.id)\n\(host)\n\(client.key)" }

    /// Follows a continue link: the way back is judged again, and only a warning is passed.
    mutating func answer(_ link: PageLink, to target: RequestTarget, _ reader: PageReader, now: Int64) throws(ErrorReply) -> BlockReply {
        guard link.isGenuine(for: target.url.host, signer: signer, now: now) else { throw .badRequest }
        let origin = target.url.scheme + "://" + target.url.authority
        guard let url = try? WebURL(origin + link.returnTo), url.host == target.url.host else { throw .badRequest }
        var request = Request(url: url.description, profile: profile.id, at: moment(at: now))
        request.grants = grants(at: now)
        let verdict = decide(request, host: url.host, now: now)
        let judged = JudgedRequest(url: url, verdict: verdict, reader: reader, isContinued: verdict.action == .warn)
        if let page = page(for: verdict, of: judged, now: now) { return page }
        service.continuations.insert(continueKey(url.host), until: now + configuration.continueSeconds, now: now)
        return .redirect(to: url.description)
    }
}

extension BlockReply {
    static func redirect(to location: String) -> BlockReply {
        let fields: HTTPFields = [
            .location: location, .cacheControl: "no-store", .referrerPolicy: "no-referrer", .contentLength: "0",
        ]
        return BlockReply(status: .seeOther, fields: fields, body: [])
    }
}

extension String {
    /// Two hexadecimal digits a byte: safe in a query whatever the text holds.
    var encodingHexadecimal: String {
        utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// - Returns: `nil` where the text is no hexadecimal of UTF-8.
    var decodingHexadecimal: String? {
        let digits = Array(utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension String.UTF8View {
    /// Takes as long for the first difference as for the last, so that a signature cannot be found byte by byte.
    func isEqualInConstantTime(to other: String.UTF8View) -> Bool {
        guard count == other.count else { return false }
        return zip(self, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
