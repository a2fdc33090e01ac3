import HTTPTypes

extension HTTPField.Name {
    /// As a field of its own: HTTPTypes would rather have `authority`, but several or a false `Host` must be seen.
    static let hostField = known("Host")
    static let proxyConnection = known("Proxy-Connection")
    static let keepAlive = known("Keep-Alive")
    static let http2Settings = known("HTTP2-Settings")
    static let forwarded = known("Forwarded")
    static let xForwardedFor = known("X-Forwarded-For")
    static let xForwardedHost = known("X-Forwarded-Host")
    static let xForwardedProto = known("X-Forwarded-Proto")
    static let xRealIP = known("X-Real-IP")
    static let trueClientIP = known("True-Client-IP")
    static let xClientIP = known("X-Client-IP")
    static let xClientUsername = known("X-Client-Username")
    static let xAuthenticatedUser = known("X-Authenticated-User")
    static let xRequestedWith = known("X-Requested-With")
    static let altSvc = known("Alt-Svc")
    static let prefer = known("Prefer")
    static let rating = known("Rating")
    static let secFetchDest = known("Sec-Fetch-Dest")
    static let referrerPolicy = known("Referrer-Policy")
    static let youTubeRestrict = known("YouTube-Restrict")

    /// A name in our own source.
    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("`\(text)` is no field name") }
        return name
    }
}
