/// The fields that a connection's driver must know by name; all others just pass.
enum FieldKind: UInt8 {
    case ordinary
    case contentLength, transferEncoding
    case host
    case connection, proxyConnection, keepAlive, te, trailer, upgrade
    case http2Settings, proxyAuthenticate, proxyAuthorization, proxyAuthenticationInfo
    case expect
    case date
    case acceptLanguage

    /// - Parameter name: in lower case.
    init(_ name: String) {
        // By length first: most names are settled without a comparison.
        switch name.utf8.count {
        case 2: self = name == "te" ? .te : .ordinary
        case 4: self = name == "host" ? .host : name == "date" ? .date : .ordinary
        case 6: self = name == "expect" ? .expect : .ordinary
        case 7: self = name == "trailer" ? .trailer : name == "upgrade" ? .upgrade : .ordinary
        case 10: self = name == "connection" ? .connection : name == "keep-alive" ? .keepAlive : .ordinary
        case 14: self = name == "content-length" ? .contentLength : name == "http2-settings" ? .http2Settings : .ordinary
        case 15: self = name == "accept-language" ? .acceptLanguage : .ordinary
        case 16: self = name == "proxy-connection" ? .proxyConnection : .ordinary
        case 17: self = name == "transfer-encoding" ? .transferEncoding : .ordinary
        case 18: self = name == "proxy-authenticate" ? .proxyAuthenticate : .ordinary
        case 19: self = name == "proxy-authorization" ? .proxyAuthorization : .ordinary
        case 25: self = name == "proxy-authentication-info" ? .proxyAuthenticationInfo : .ordinary
        default: self = .ordinary
        }
    }

    /// Whether the field belongs to one connection (RFC 9110 §7.6.1) or to a message's framing, so that whoever writes a
    /// message writes it anew or leaves it out.
    var belongsToConnection: Bool {
        switch self {
        case .ordinary, .expect, .date, .acceptLanguage: false
        case .contentLength, .transferEncoding, .host, .connection, .proxyConnection, .keepAlive, .te, .trailer, .upgrade,
            .http2Settings, .proxyAuthenticate, .proxyAuthorization, .proxyAuthenticationInfo:
            true
        }
    }
}
