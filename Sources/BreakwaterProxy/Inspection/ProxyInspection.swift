public import BreakwaterTLS

/// What a proxy decrypts tunnels with; shared by its event loops.
public struct ProxyInspection: Sendable {
    public let leaves: LeafStore
    public let trust: OriginTrust
    /// What passes undecrypted for now, because a client refused our certificate.
    public let pinning: PinningMemory

    public init(leaves: LeafStore, trust: OriginTrust, pinning: PinningMemory = PinningMemory()) {
        self.leaves = leaves
        self.trust = trust
        self.pinning = pinning
    }
}
