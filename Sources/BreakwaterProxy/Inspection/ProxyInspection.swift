public import BreakwaterTLS
import Synchronization

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

/// Where event loops find it: a new authority takes the place of the old one while the proxy runs. Tunnels that are open keep the
/// certificate that they began with.
public final class InspectionSlot: Sendable {
    private let current: Mutex<ProxyInspection?>

    public init(_ inspection: ProxyInspection? = nil) { current = Mutex(inspection) }

    /// `nil` where no tunnel is decrypted.
    public var snapshot: ProxyInspection? { current.withLock { $0 } }

    public func replace(with inspection: ProxyInspection?) { current.withLock { $0 = inspection } }
}
