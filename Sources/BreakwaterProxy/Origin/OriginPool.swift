import BreakwaterTLS
import NIOCore

/// An event loop's idle connections to origins; the one used last is taken first, so that the others can run into
/// their idle deadline.
final class OriginPool {
    private let dialer: OriginDialer
    private unowned let context: LoopContext
    private var idle: [OriginKey: [OriginConnection]] = [:]
    private var idleCount = 0

    init(dialer: OriginDialer, context: LoopContext) {
        self.dialer = dialer
        self.context = context
    }

    /// A connection that waits, if there is one.
    func takeIdle(_ key: OriginKey) -> OriginConnection? {
        guard let connection = idle[key]?.popLast() else { return nil }
        idleCount -= 1
        return connection
    }

    /// A new connection.
    func connect(_ key: OriginKey, completion: @escaping (Result<OriginConnection, OriginFailure>) -> Void) {
        dialer.dial(key) { [context] result in
            switch result {
            case .failure(let failure):
                completion(.failure(failure))
            case .success(let channel):
                guard let name = key.serverName, let inspection = context.inspection else {
                    return completion(Self.connection(key, on: channel, verified: nil, context))
                }
                OriginHandshake.begin(with: name, on: channel, trust: inspection.trust, limits: context.limits) { result in
                    completion(result.flatMap { Self.connection(key, on: channel, verified: $0, context) })
                }
            }
        }
    }

    private static func connection(
        _ key: OriginKey, on channel: any Channel, verified: LeafStore.Origin?, _ context: LoopContext
    ) -> Result<OriginConnection, OriginFailure> {
        let connection = OriginConnection(key: key, verified: verified, context: context)
        do {
            try channel.pipeline.syncOperations.addHandler(connection)
            return .success(connection)
        } catch {
            channel.close(promise: nil)
            return .failure(.closed)
        }
    }

    /// What an idle connection's certificate was, if there is one.
    func verified(_ key: OriginKey) -> LeafStore.Origin? { idle[key]?.last?.verified }

    /// Takes back a connection whose last exchange ended beyond doubt.
    ///
    /// - Returns: `false` where there is no room: the caller closes it.
    func put(_ connection: OriginConnection) -> Bool {
        guard idleCount < context.limits.idleOrigins, idle[connection.key]?.count ?? 0 < context.limits.idlePerOrigin else { return false }
        idle[connection.key, default: []].append(connection)
        idleCount += 1
        // An empty array stays under its key, as the next request mostly fills it again; not for ever.
        if idle.count > 2 * context.limits.idleOrigins { idle = idle.filter { !$0.value.isEmpty } }
        return true
    }

    /// Forgets a connection that closed while it was idle.
    func remove(_ connection: OriginConnection) {
        guard var waiting = idle[connection.key], let index = waiting.firstIndex(where: { $0 === connection }) else { return }
        waiting.remove(at: index)
        idleCount -= 1
        idle[connection.key] = waiting.isEmpty ? nil : waiting
    }

    func closeAll() {
        let connections = idle.values.joined()
        idle = [:]
        idleCount = 0
        for connection in connections { connection.close() }
    }
}
