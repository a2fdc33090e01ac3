import BreakwaterTLS
import NIOCore

/// An event loop's connections to origins that wait for requests: HTTP/1.1 connections one request at a time, the one used last first,
/// so that the others can run into their idle deadline; HTTP/2 connections many at once.
final class OriginPool {
    typealias Completion<Origin> = (Result<Origin, OriginFailure>) -> Void

    private enum Established {
        case connection(OriginConnection)
        case session(OriginSession)
    }

    private struct Waiting {
        let admits: NameAdmission
        let completion: Completion<any ExchangeOrigin>
    }

    private let dialer: OriginDialer
    private unowned let context: LoopContext
    private var idle: [OriginKey: IdleConnections] = [:]
    private var idleCount = 0
    /// An empty array stays for an origin that is known to speak HTTP/2.
    private var sessions: [OriginKey: [OriginSession]] = [:]
    /// Origins that asked for HTTP/1.1 over HTTP/2; forgotten together where there are too many.
    private var http1Only: Set<OriginKey> = []
    /// Who waits for an HTTP/2 connection that is being opened, so that a page's requests do not open one each.
    private var waiting: [OriginKey: [Waiting]] = [:]

    init(dialer: OriginDialer, context: LoopContext) {
        self.dialer = dialer
        self.context = context
    }

    // MARK: Requests

    /// A connection that waits, if there is one.
    func takeIdle(_ key: OriginKey) -> OriginConnection? {
        guard let connection = idle[key]?.connections.popLast() else { return nil }
        idleCount -= 1
        context.metrics.count(.reusedOriginConnections)
        return connection
    }

    /// A place for one request: a stream where the origin speaks HTTP/2, else a new connection.
    ///
    /// - Parameter admits: asked before a connection is opened; of one that is there nobody asks.
    func open(_ key: OriginKey, admits: @escaping NameAdmission, completion: @escaping Completion<any ExchangeOrigin>) {
        if let session = session(key) {
            context.metrics.count(.reusedOriginConnections)
            return session.open(completion)
        }
        if waiting[key] != nil {
            waiting[key]?.append(Waiting(admits: admits, completion: completion))
            return
        }
        if sessions[key] != nil { waiting[key] = [] }
        establish(key, admits: admits) { [self] result in
            let others = waiting.removeValue(forKey: key) ?? []
            switch result {
            case .success(.session(let session)): session.open(completion)
            case .success(.connection(let connection)):
                sessions[key] = nil
                completion(.success(connection))
            case .failure(.nameRefused):
                // The others may well be of people with other profiles.
                completion(.failure(.nameRefused))
            case .failure(let failure):
                completion(.failure(failure))
                for other in others { other.completion(.failure(failure)) }
                return
            }
            for other in others { open(key, admits: other.admits, completion: other.completion) }
        }
    }

    /// A new connection for a tunnel's bytes.
    func connect(_ key: OriginKey, admits: @escaping NameAdmission, completion: @escaping Completion<OriginConnection>) {
        establish(key, admits: admits) { result in
            switch result {
            case .success(.connection(let connection)): completion(.success(connection))
            case .success(.session), .failure(.handshakeFailed): completion(.failure(.handshakeFailed))
            case .failure(let failure): completion(.failure(failure))
            }
        }
    }

    // MARK: Versions

    /// Whether the origin is known to take many requests at once on a connection.
    func speaksHTTP2(_ key: OriginKey) -> Bool { sessions[key] != nil }

    /// RFC 9113 §7, HTTP_1_1_REQUIRED: the origin serves some of its pages over HTTP/1.1 only. Which ones nobody can know, so all.
    func noteHTTP1Required(_ key: OriginKey) {
        if http1Only.count >= 2 * context.limits.idleOrigins { http1Only = [] }
        http1Only.insert(key)
    }

    func requiresHTTP1(_ key: OriginKey) -> Bool { !http1Only.isEmpty && http1Only.contains(key) }

    // MARK: Certificates

    /// What a waiting connection's certificate was, if there is one.
    func verified(_ key: OriginKey) -> LeafStore.Origin? { idle[key]?.connections.last?.verified ?? session(key)?.verified }

    /// Opens a connection that later requests find waiting, for its certificate: their pages need one of ours that is like it.
    func prepare(_ key: OriginKey, completion: @escaping Completion<LeafStore.Origin>) {
        establish(key, admits: { _ in true }) { result in
            switch result {
            case .success(.session(let session)): completion(.success(session.verified))
            case .success(.connection(let connection)):
                connection.giveBack()
                completion(connection.verified.map { .success($0) } ?? .failure(.notTrusted(.malformed)))
            case .failure(let failure): completion(.failure(failure))
            }
        }
    }

    // MARK: Opening

    private func establish(_ key: OriginKey, admits: @escaping NameAdmission, completion: @escaping Completion<Established>) {
        dialer.dial(key, admits: admits) { [self] result in
            switch result {
            case .failure(let failure):
                completion(.failure(failure))
            case .success(let dialled):
                guard let name = key.serverName, let inspection = context.inspection else {
                    return completion(connection(key, on: dialled, verified: nil))
                }
                let versions: OriginTrust.Versions = key.isHTTP1Only ? .http1 : .http1AndHTTP2
                OriginHandshake.begin(
                    with: name, speaking: versions, on: dialled.channel, trust: inspection.trust, limits: context.limits
                ) { result in
                    completion(
                        result.flatMap { outcome in
                            outcome.speaksHTTP2
                                ? self.session(key, on: dialled, verified: outcome.origin)
                                : self.connection(key, on: dialled, verified: outcome.origin)
                        })
                }
            }
        }
    }

    private func connection(
        _ key: OriginKey, on dialled: DialledOrigin, verified: LeafStore.Origin?
    ) -> Result<Established, OriginFailure> {
        let connection = OriginConnection(key: key, canonicalNames: dialled.canonicalNames, verified: verified, context: context)
        do {
            try dialled.channel.pipeline.syncOperations.addHandler(connection)
            return .success(.connection(connection))
        } catch {
            dialled.channel.close(promise: nil)
            return .failure(.closed)
        }
    }

    private func session(
        _ key: OriginKey, on dialled: DialledOrigin, verified: LeafStore.Origin
    ) -> Result<Established, OriginFailure> {
        do {
            let session = try OriginSession.begin(key, on: dialled, verified: verified, loop: context)
            sessions[key, default: []].append(session)
            if sessions.count > 2 * context.limits.idleOrigins { sessions = sessions.filter { !$0.value.isEmpty } }
            return .success(.session(session))
        } catch {
            dialled.channel.close(promise: nil)
            return .failure(.closed)
        }
    }

    private func session(_ key: OriginKey) -> OriginSession? { sessions[key]?.first { $0.hasRoom } }

    // MARK: Waiting

    /// Takes back a connection whose last exchange ended beyond doubt.
    ///
    /// - Returns: `false` where there is no room: the caller closes it.
    func put(_ connection: OriginConnection) -> Bool {
        guard idleCount < context.limits.idleOrigins else { return false }
        let place = connection.place.flatMap { $0.isListed ? $0 : nil } ?? place(for: connection.key)
        guard place.connections.count < context.limits.idlePerOrigin else { return false }
        connection.place = place
        place.connections.append(connection)
        idleCount += 1
        return true
    }

    private func place(for key: OriginKey) -> IdleConnections {
        if let place = idle[key] { return place }
        // An empty place stays under its key, as the next request mostly fills it again; not for ever.
        if idle.count >= 2 * context.limits.idleOrigins {
            for place in idle.values where place.connections.isEmpty { place.isListed = false }
            idle = idle.filter { $0.value.isListed }
        }
        let place = IdleConnections()
        idle[key] = place
        return place
    }

    /// Forgets a connection that closed while it was idle.
    func remove(_ connection: OriginConnection) {
        guard let place = connection.place, let index = place.connections.firstIndex(where: { $0 === connection }) else { return }
        place.connections.remove(at: index)
        idleCount -= 1
    }

    /// Forgets an HTTP/2 connection that takes no more requests.
    func remove(_ session: OriginSession) { sessions[session.key]?.removeAll { $0 === session } }

    func closeAll() {
        let connections = idle.values.flatMap(\.connections)
        for place in idle.values {
            place.isListed = false
            place.connections = []
        }
        let sessions = sessions.values.joined()
        idle = [:]
        idleCount = 0
        self.sessions = [:]
        for connection in connections { connection.close() }
        for session in sessions { session.retire() }
    }
}
