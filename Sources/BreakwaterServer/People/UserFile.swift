import BreakwaterProxy

/// The file of users who may log in to the proxy; readable by its owner only.
public struct UserFile: Sendable {
    /// 100,000 users of 160 bytes.
    private static let limit = 16 << 20

    public let path: String

    public init(_ configuration: ServerConfiguration) { path = configuration.proxy.usersFile ?? configuration.stateDirectory + "/users" }

    /// The users; nobody where there is no file yet.
    func read() throws -> ProxyUsers {
        guard let bytes = try SecretFile.contents(of: path, limit: Self.limit) else { return ProxyUsers() }
        do {
            return try ProxyUsers(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw ServerError(.damaged, error.message, at: DocumentPosition(file: path, line: 0))
        }
    }

    /// All names, sorted.
    public func names() throws -> [String] { try read().names }

    /// Adds somebody, or gives somebody another password.
    public func set(_ name: String, password: String) throws {
        var users = try read()
        try users.set(name, password: password)
        try write(users)
    }

    /// - Returns: whether there was one of that name.
    public func remove(_ name: String) throws -> Bool {
        var users = try read()
        guard users.remove(name) else { return false }
        try write(users)
        return true
    }

    private func write(_ users: ProxyUsers) throws {
        if path.hasSuffix("/users") { try StateFolder.prepare(String(path.dropLast("/users".count))) }
        try SecretFile.replace(path, with: Array(users.text.utf8))
    }
}
