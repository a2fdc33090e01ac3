import BreakwaterHTTP
import BreakwaterTLS

/// Why an origin gave no answer.
enum OriginFailure: Error, Equatable {
    case nameNotFound
    /// Every address of the name is one this proxy does not connect to.
    case addressNotAllowed
    /// Policy limits a name that this one is an alias of; the exchange that asked has the page.
    case nameRefused
    case unreachable
    case tooManyLookups
    case connectTimeout
    /// The connection ended before the answer did.
    case closed
    case malformedResponse
    /// The origin answers this over HTTP/1.1 only (RFC 9113 §7).
    case http1Required
    case responseTimeout
    /// The parent proxy opens no tunnel.
    case parentRefused
    /// TLS could not be agreed on: versions or ciphers that nobody should use, or none at all.
    case handshakeFailed
    case notTrusted(CertificateProblem)

    var reply: ErrorReply {
        switch self {
        case .nameNotFound: .nameNotFound
        case .addressNotAllowed, .nameRefused: .notAllowed
        case .unreachable, .parentRefused: .originUnreachable
        case .tooManyLookups: .overloaded
        case .connectTimeout, .responseTimeout: .originTimeout
        case .closed, .malformedResponse, .http1Required: .badResponse
        case .handshakeFailed: .originNotSecure
        case .notTrusted(let problem): problem.reply
        }
    }

    /// The value of a metric's dimension.
    var label: String {
        switch self {
        case .nameNotFound: "name_not_found"
        case .addressNotAllowed: "address_not_allowed"
        case .nameRefused: "name_refused"
        case .unreachable: "unreachable"
        case .tooManyLookups: "too_many_lookups"
        case .connectTimeout: "connect_timeout"
        case .closed: "closed"
        case .malformedResponse: "malformed_response"
        case .http1Required: "http1_required"
        case .responseTimeout: "response_timeout"
        case .parentRefused: "parent_refused"
        case .handshakeFailed: "handshake_failed"
        case .notTrusted(let problem): "certificate_" + problem.rawValue
        }
    }

    /// Those that are counted as failures; a refused name is a verdict.
    static let all: [OriginFailure] = [
        .nameNotFound, .addressNotAllowed, .unreachable, .tooManyLookups, .connectTimeout, .closed, .malformedResponse, .http1Required,
        .responseTimeout, .parentRefused, .handshakeFailed,
    ] + CertificateProblem.allCases.map { .notTrusted($0) }
}

extension CertificateProblem {
    var reply: ErrorReply {
        switch self {
        case .expired: .certificateExpired
        case .notYetValid: .certificateNotYetValid
        case .wrongName: .certificateForOtherName
        case .selfSigned: .certificateSelfSigned
        case .unknownAuthority: .certificateUnknown
        case .weak: .certificateWeak
        case .ownAuthority, .notAllowed, .malformed: .originNotTrusted
        }
    }
}
