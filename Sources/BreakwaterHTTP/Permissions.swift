import Breakwater
import BreakwaterPolicy

/// What is open by grant: to profiles, and by override code to single clients.
struct Permissions: Sendable {
    private struct Own {
        var grants: [Grant]
        var table: GrantTable
        var expiresAt: Int64
    }

    /// Clients that an override code opened something for; the one that ends first gives way.
    private static let capacity = 1024

    private(set) var all: GrantTable?
    private var clients: [String: Own] = [:]

    mutating func replaceAll(with table: GrantTable?) {
        all = table
        for (client, own) in clients { clients[client]?.table = GrantTable(own.grants, and: table) }
    }

    func table(for client: String, at now: Int64) -> GrantTable? {
        guard !clients.isEmpty, let own = clients[client], own.expiresAt > now else { return all }
        return own.table
    }

    mutating func add(_ grant: Grant, for client: String, now: Int64) {
        clients = clients.filter { $0.value.expiresAt > now }
        if clients.count >= Self.capacity, clients[client] == nil,
            let first = clients.min(by: { $0.value.expiresAt < $1.value.expiresAt })?.key
        {
            clients[first] = nil
        }
        let grants = (clients[client]?.grants ?? []).filter { $0.expiresAt > now }.suffix(15) + [grant]
        let end = grants.map(\.expiresAt).max() ?? grant.expiresAt
        clients[client] = Own(grants: grants, table: GrantTable(grants, and: all), expiresAt: end)
    }
}
