import HTTPTypes

/// What becomes of the fields of a message that is forwarded.
///
/// - SeeAlso: RFC 9110 §7.6; docs/THREAT-MODEL.md HDR-03, HDR-04, HDR-07, HDR-08, BYP-06.
enum ForwardedFields {
    /// Fields that belong to one connection, whether `Connection` names them or not.
    private static let hopByHop: [HTTPField.Name] = [
        .connection, .proxyConnection, .keepAlive, .te, .trailer, .transferEncoding, .upgrade, .http2Settings, .proxyAuthorization,
        .proxyAuthenticate, .proxyAuthenticationInfo, .hostField,
    ]
    /// Fields by which a client could speak for another one.
    private static let claims: [HTTPField.Name] = [
        .forwarded, .xForwardedFor, .xForwardedHost, .xForwardedProto, .xRealIP, .trueClientIP, .xClientIP, .xClientUsername,
        .xAuthenticatedUser,
    ]
    private static let droppedFromRequests = FieldNameSet(hopByHop + claims)
    /// `Alt-Svc` would lead the browser past the proxy, over QUIC.
    private static let droppedFromResponses = FieldNameSet(hopByHop + [.altSvc])
    /// Fields that `Connection` cannot remove: what is left would be read otherwise than it was judged.
    private static let kept: Set<HTTPField.Name> = [.contentLength, .contentEncoding, .contentType, .via, .cacheControl, .prefer]

    /// - Parameter via: the `Via` field of this process.
    static func clean(_ fields: inout HTTPFields, of role: FilterRole, via: HTTPField) {
        guard role == .proxy else { return }
        let listed = connectionListed(fields)
        exchange(in: &fields, for: via) { name in
            droppedFromRequests.contains(name) || !listed.isEmpty && listed.contains(name) || isOurs(name)
        }
    }

    static func cleanResponse(_ fields: inout HTTPFields, via: HTTPField) {
        let listed = connectionListed(fields)
        exchange(in: &fields, for: via) { droppedFromResponses.contains($0) || !listed.isEmpty && listed.contains($0) }
    }

    /// Removes what is dropped and adds `Via`, behind the others of its name.
    ///
    /// Mostly one or two fields go, and `Via` takes the place of the first: to remove a field moves all that follow.
    private static func exchange(in fields: inout HTTPFields, for via: HTTPField, where isDropped: (HTTPField.Name) -> Bool) {
        var place: Int?
        var others: [HTTPField.Name] = []
        for index in fields.indices {
            let name = fields[index].name
            if isDropped(name) {
                if place == nil { place = index } else { others.append(name) }
            } else if name == .via, let free = place {
                others.append(fields[free].name)
                place = nil
            }
        }
        if let place { fields[place] = via } else { fields.append(via) }
        for name in others { fields[name] = nil }
    }

    /// Names by which this filter could be spoken to.
    private static func isOurs(_ name: HTTPField.Name) -> Bool {
        let text = name.canonicalName
        return text.utf8.first == UInt8(ascii: "x") && text.hasPrefix("x-breakwater-")
    }

    private static func connectionListed(_ fields: HTTPFields) -> Set<HTTPField.Name> {
        switch fields.value(.connection) {
        case nil, "keep-alive", "Keep-Alive", "close": return []  // Nearly all; `Keep-Alive` goes in any case.
        default: break
        }
        let names = fields[values: .connection].lazy.flatMap { $0.split(separator: ",") }
            .compactMap { HTTPField.Name($0.trimmingSpace) }
        return Set(names).subtracting(kept)
    }

    /// Whether a `Via` field names this process as a recipient.
    static func hasPassed(_ pseudonym: String, _ fields: HTTPFields) -> Bool {
        fields.contains(.via) && fields[values: .via].contains { value in
            value.split(separator: ",").contains { element in
                element.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.map(String.init) == pseudonym
            }
        }
    }

    /// RFC 8674 §2: user agents must not send `Prefer: safe` in the clear.
    static func dropSafePreference(_ fields: inout HTTPFields) {
        guard fields.contains(.prefer) else { return }
        let preferences = fields[values: .prefer].flatMap { $0.split(separator: ",") }.map(\.trimmingSpace)
            .filter { $0.lowercased() != "safe" && !$0.isEmpty }
        fields[.prefer] = preferences.isEmpty ? nil : preferences.joined(separator: ", ")
    }

    /// Most messages have no such field, and need no copy without it.
    private static func remove(_ name: HTTPField.Name, from fields: inout HTTPFields) {
        if fields.contains(name) { fields[name] = nil }
    }

    /// Leaves only content codings that the filter can read, and no range that would hide a page's beginning.
    static func askForReadable(_ fields: inout HTTPFields, isPage: Bool) {
        if fields.contains(.acceptEncoding) {
            let readable = fields[values: .acceptEncoding].flatMap { $0.split(separator: ",") }.map(\.trimmingSpace)
                .filter { ContentCoding.isReadable($0.prefix { $0 != ";" && $0 != " " }.lowercased()) }
            fields[.acceptEncoding] = readable.isEmpty ? "identity" : readable.joined(separator: ", ")
        }
        remove(.availableDictionary, from: &fields)
        guard isPage else { return }
        remove(.range, from: &fields)
        remove(.ifRange, from: &fields)
    }
}
