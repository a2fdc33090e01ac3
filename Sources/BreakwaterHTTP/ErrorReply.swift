public import HTTPTypes

/// Why there is no answer that has nothing to do with policy; each has a page of its own.
public enum ErrorReply: String, Sendable, Hashable, CaseIterable {
    /// 400: the request could not be read as one unambiguous message.
    case badRequest
    /// 407: the listener asks for a name and a password.
    case authenticationRequired
    /// 403: the place is not one this proxy connects to (a port, an internal address).
    case notAllowed
    /// 405.
    case methodNotAllowed
    /// 408.
    case requestTimeout
    /// 413.
    case contentTooLarge
    /// 414.
    case targetTooLong
    /// 417.
    case expectationFailed
    /// 421: the connection is not one for this host.
    case misdirectedRequest
    /// 431.
    case fieldsTooLarge
    /// 500.
    case internalFailure
    /// 501: a transfer coding or a method that is not implemented.
    case notImplemented
    /// 502: the host name has no address.
    case nameNotFound
    /// 502: nothing answers there.
    case originUnreachable
    /// 502: the origin's certificate cannot be trusted.
    case originNotTrusted
    /// 502: the certificate is over.
    case certificateExpired
    /// 502: the certificate's time has not come.
    case certificateNotYetValid
    /// 502: the certificate is for another host.
    case certificateForOtherName
    /// 502: nobody but the origin itself vouches for the certificate.
    case certificateSelfSigned
    /// 502: nobody this machine trusts vouches for the certificate.
    case certificateUnknown
    /// 502: the certificate's key or signature can be forged.
    case certificateWeak
    /// 502: the origin speaks no version of TLS that is safe.
    case originNotSecure
    /// 502: the origin's answer could not be read as one unambiguous message.
    case badResponse
    /// 503: too many connections or requests.
    case overloaded
    /// 504.
    case originTimeout
    /// 403: the text could not be checked, and configuration blocks what is not checked.
    case unscannable
    /// 505.
    case versionNotSupported
    /// 508: the request came back to this proxy.
    case loopDetected

    public var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .authenticationRequired: .proxyAuthenticationRequired
        case .notAllowed, .unscannable: .forbidden
        case .methodNotAllowed: .methodNotAllowed
        case .requestTimeout: .requestTimeout
        case .contentTooLarge: .contentTooLarge
        case .targetTooLong: .uriTooLong
        case .expectationFailed: .expectationFailed
        case .misdirectedRequest: .misdirectedRequest
        case .fieldsTooLarge: .requestHeaderFieldsTooLarge
        case .internalFailure: .internalServerError
        case .notImplemented: .notImplemented
        case .nameNotFound, .originUnreachable, .originNotTrusted, .badResponse, .certificateExpired, .certificateNotYetValid,
            .certificateForOtherName, .certificateSelfSigned, .certificateUnknown, .certificateWeak, .originNotSecure:
            .badGateway
        case .overloaded: .serviceUnavailable
        case .originTimeout: .gatewayTimeout
        case .versionNotSupported: .httpVersionNotSupported
        case .loopDetected: HTTPResponse.Status(code: 508, reasonPhrase: "Loop Detected")
        }
    }
}
