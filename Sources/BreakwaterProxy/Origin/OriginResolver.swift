import BreakwaterURL
import NIOCore
import NIOPosix

/// Whether a host may be reached, given what its name is an alias of; asked on the event loop, before the first connection is opened.
typealias NameAdmission = ([DomainName]) -> Bool

/// Answers NIO's Happy Eyeballs with the addresses of one name that may be dialled, so that the address that was
/// checked is the address that is used (DNS rebinding).
///
/// One for each connection attempt.
struct OriginResolver: Resolver, Sendable {
    let name: DomainName
    let addresses: OriginAddresses
    let policy: OriginAddressPolicy
    /// The names that ``name`` turned out to be an alias of, once it was looked up.
    let canonicalNames: NIOLoopBoundBox<[DomainName]>
    private let admits: NIOLoopBound<NameAdmission>
    private let v4: EventLoopPromise<[SocketAddress]>
    private let v6: EventLoopPromise<[SocketAddress]>

    /// - Parameter admits: asked where the name turns out to be an alias.
    init(
        name: DomainName, addresses: OriginAddresses, policy: OriginAddressPolicy, admits: @escaping NameAdmission, eventLoop: any EventLoop
    ) {
        self.name = name
        self.addresses = addresses
        self.policy = policy
        self.admits = NIOLoopBound(admits, eventLoop: eventLoop)
        canonicalNames = NIOLoopBoundBox([], eventLoop: eventLoop)
        v4 = eventLoop.makePromise()
        v6 = eventLoop.makePromise()
    }

    /// One look-up answers both questions; Happy Eyeballs always asks this one too.
    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        addresses.of(name, on: v6.futureResult.eventLoop).whenComplete { result in
            if case .success(let answer) = result { canonicalNames.value = answer.canonicalNames }
            switch result.flatMap({ permitted($0, port: port) }) {
            case .success(let answers):
                v6.succeed(answers.filter { $0.protocol == .inet6 })
                v4.succeed(answers.filter { $0.protocol == .inet })
            case .failure(let error):
                v6.fail(error)
                v4.fail(error)
            }
        }
        return v6.futureResult
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { v4.futureResult }

    /// The look-up runs on a thread of its own and cannot be stopped; its answer is then dropped.
    func cancelQueries() {
        v4.fail(OriginFailure.connectTimeout)
        v6.fail(OriginFailure.connectTimeout)
    }

    private func permitted(_ answer: NameAnswer, port: Int) -> Result<[SocketAddress], any Error> {
        guard !answer.addresses.isEmpty else { return .failure(OriginFailure.nameNotFound) }
        let allowed = answer.addresses.filter { policy.allows($0, port: port) }
        guard !allowed.isEmpty else { return .failure(OriginFailure.addressNotAllowed) }
        guard answer.canonicalNames.isEmpty || admits.value(answer.canonicalNames) else { return .failure(OriginFailure.nameRefused) }
        return Result { try allowed.prefix(addresses.limit).map { try SocketAddress($0.canonical, port: port) } }
    }
}

/// Looks names up on threads of its own: bounded, so that names whose servers never answer cannot pile up.
final class OriginAddresses: Sendable {
    let limit: Int
    private let lookup: NameLookup
    private let threads: NIOThreadPool
    private let waiting = WaitingCount()
    private let maximumWaiting: Int

    init(lookup: NameLookup, limits: ProxyLimits) {
        self.lookup = lookup
        limit = limits.addressesPerName
        maximumWaiting = limits.waitingLookups
        // Look-ups wait for the network, not for a processor.
        threads = NIOThreadPool(numberOfThreads: 16)
        threads.start()
    }

    func of(_ name: DomainName, on eventLoop: any EventLoop) -> EventLoopFuture<NameAnswer> {
        guard waiting.enter(below: maximumWaiting) else { return eventLoop.makeFailedFuture(OriginFailure.tooManyLookups) }
        let answer = threads.runIfActive(eventLoop: eventLoop) { [lookup] in lookup(name) }
        answer.whenComplete { [waiting] _ in waiting.leave() }
        return answer
    }

    func stop() async throws { try await threads.shutdownGracefully() }
}

extension SocketAddress {
    init(_ address: IPAddress, port: Int) throws {
        var bytes = ByteBuffer()
        switch address.family {
        case .v4: bytes.writeInteger(UInt32(truncatingIfNeeded: address.value))
        case .v6: bytes.writeInteger(address.value)
        }
        try self.init(packedIPAddress: bytes, port: port)
    }

    /// The address without its port and zone; `nil` for a Unix socket.
    var address: IPAddress? {
        switch self {
        // Bounds: family and port come before the four bytes of `sockaddr_in`, and a flow label too before the sixteen of `sockaddr_in6`.
        case .v4(let socket):
            let value = unsafe withUnsafeBytes(of: socket.address) { unsafe $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self) }
            return IPAddress(v4: UInt32(bigEndian: value))
        case .v6(let socket):
            let value = unsafe withUnsafeBytes(of: socket.address) { unsafe $0.loadUnaligned(fromByteOffset: 8, as: UInt128.self) }
            return IPAddress(v6: UInt128(bigEndian: value))
        case .unixDomainSocket: return nil
        }
    }
}
