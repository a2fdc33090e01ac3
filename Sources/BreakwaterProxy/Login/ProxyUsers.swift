import Breakwater

/// Who may log in: names and the scrypt hashes of their passwords, a line each, `NAME:$scrypt$…`.
public struct ProxyUsers: Sendable, Hashable {
    /// More than any school has; a file that is larger is a mistake.
    public static let capacity = 100_000
    /// The longest name, in bytes.
    public static let longestName = 64

    private(set) var hashes: [String: PasswordHash] = [:]

    public init() {}

    /// Reads a file's text; empty lines and lines that begin with `#` are passed over.
    ///
    /// - Throws: ``ProxyConfigurationError`` `badUsers`, naming the line.
    public init(_ text: String) throws(ProxyConfigurationError) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let colon = line.firstIndex(of: ":"), Self.isName(line[..<colon]),
                let hash = PasswordHash(String(line[line.index(after: colon)...]))
            else {
                throw ProxyConfigurationError(.badUsers, "line \(index + 1) is not NAME:HASH; `breakwater users add` writes such lines")
            }
            guard hashes.count < Self.capacity, hashes.updateValue(hash, forKey: String(line[..<colon])) == nil else {
                throw ProxyConfigurationError(.badUsers, "line \(index + 1) names somebody again, or there are more than \(Self.capacity)")
            }
        }
    }

    /// All names, sorted.
    public var names: [String] { hashes.keys.sorted() }

    /// Gives somebody a password, new or in place of the one before.
    ///
    /// - Throws: `badUsers` for a name that cannot be one, or a password that is empty or too long.
    public mutating func set(_ name: String, password: String) throws(ProxyConfigurationError) {
        guard Self.isName(name[...]) else {
            throw ProxyConfigurationError(
                .badUsers, "`\(name)` cannot be a name: use 1 to \(Self.longestName) bytes without a colon, blanks at the ends or controls")
        }
        guard let hash = PasswordHash(of: password) else {
            throw ProxyConfigurationError(.badUsers, "a password has 1 to \(PasswordHash.longest) bytes")
        }
        hashes[name] = hash
    }

    /// For tests: a hash that costs little.
    package mutating func setCheaply(_ name: String, password: String) { hashes[name] = PasswordHash(cheaplyOf: password) }

    /// - Returns: whether there was one of that name.
    public mutating func remove(_ name: String) -> Bool { hashes.removeValue(forKey: name) != nil }

    /// The file's text, sorted.
    public var text: String { hashes.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)\n" }.joined() }

    private static func isName(_ name: Substring) -> Bool {
        (1...longestName).contains(name.utf8.count) && name.first != " " && name.last != " " && name.first != "#"
            && !name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F || $0 == ":" }
    }
}
