/// Why an origin's certificate is not believed.
public enum CertificateProblem: String, Sendable, Hashable, CaseIterable {
    case expired
    case notYetValid = "not_yet_valid"
    /// It is for another host.
    case wrongName = "wrong_name"
    case selfSigned = "self_signed"
    /// No authority that this machine trusts vouches for it.
    case unknownAuthority = "unknown_authority"
    /// A key or a signature in the chain that can be forged: RSA below 2048 bits, SHA-1.
    case weak
    /// It comes from this machine's own inspection authority, whose certificates no origin has.
    case ownAuthority = "own_authority"
    /// The chain breaks a rule of RFC 5280, or it is not for servers.
    case notAllowed = "not_allowed"
    case malformed
}
