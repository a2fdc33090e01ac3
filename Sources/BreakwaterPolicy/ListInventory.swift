/// What a list brought into a bundle.
public struct ListInventory: Sendable, Hashable, Codable {
    /// The list's id in the policy.
    public var id: String
    /// Host names, as many as the list has lines for them.
    public var hosts: Int
    /// URL rules, expressions, phrases, addresses and hashes.
    public var rules: Int
    /// Lines that could not be understood.
    public var errors: Int
    /// Lines that were understood and left out.
    public var warnings: Int

    public init(id: String, hosts: Int = 0, rules: Int = 0, errors: Int = 0, warnings: Int = 0) {
        self.id = id
        self.hosts = hosts
        self.rules = rules
        self.errors = errors
        self.warnings = warnings
    }
}
