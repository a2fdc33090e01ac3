public import BreakwaterPolicy

/// What a compilation made, for people and for scripts (`breakwater compile --json`).
public struct CompilationSummary: Sendable, Hashable, Codable {
    /// SHA-256 of the bundle's contents, in hexadecimal.
    public var identity: String
    public var bundleBytes: Int
    public var lists: [ListInventory]
    /// Distinct host names.
    public var names: Int
    /// Bytes of the domain table, its overflow and the shared postings.
    public var nameBytes: Int
    public var urlRules: Int
    public var expressions: Int
    /// Expressions without a literal that every match holds: tried on every URL.
    public var unfilteredExpressions: Int
    public var phrases: Int
    public var addresses: Int
    public var hashes: Int

    public var bytesPerName: Double { names == 0 ? 0 : Double(nameBytes) / Double(names) }
}
