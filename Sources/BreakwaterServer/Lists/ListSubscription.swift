public import BreakwaterPolicy

/// A list that is fetched: where from, and where its last good copy is.
public struct ListSubscription: Sendable, Hashable {
    public let id: String
    public let url: String
    /// The last good copy; there may be none yet.
    public let path: String
    /// What the server said of the copy, for the next conditional request.
    package let statePath: String
    /// A name of `ListFormat`; `nil` detects it.
    let format: String?

    /// The subscriptions of a policy.
    /// - Parameter stateDirectory: copies are kept in its folder `lists`.
    public static func all(of policy: Policy, stateDirectory: String) -> [ListSubscription] {
        policy.lists.compactMap { list in
            guard let url = list.url else { return nil }
            // A list's name is a person's text: only its safe bytes become part of a file name, the hash keeps two apart.
            let safe = String(decoding: list.id.utf8.map { isSafe($0) ? $0 : UInt8(ascii: "-") }, as: UTF8.self)
            let base = "\(stateDirectory)/lists/\(safe)-\(FNV.hash(url))"
            return ListSubscription(id: list.id, url: url, path: base + ".list", statePath: base + ".json", format: list.format)
        }
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    /// A short name for a URL; two URLs that share it would only share a cache file, and the state names the URL.
    private enum FNV {
        static func hash(_ text: String) -> String {
            let value = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            return String(value, radix: 36)
        }
    }
}

/// What the server said of the copy that is kept.
package struct ListCopyState: Sendable, Hashable, Codable {
    package var url: String
    package var entityTag: String?
    package var lastModified: String?
    /// Seconds since the epoch.
    package var fetchedAt: Int64
    package var checkedAt: Int64
    package var byteCount: Int
}

/// How a list's copy stands.
public struct ListStatus: Sendable, Hashable, Codable {
    public var id: String
    public var url: String
    /// Seconds since the epoch; `nil` where it was never fetched.
    public var fetchedAt: Int64?
    public var checkedAt: Int64?
    public var byteCount: Int?
}

/// What an update did with one list.
public struct ListUpdate: Sendable, Hashable {
    public enum Outcome: Sendable, Hashable {
        /// A new copy is in place; its size in bytes.
        case fetched(Int)
        /// The server says that the copy is still the newest.
        case unchanged
        /// Nothing was changed: the last good copy, if there is one, stays.
        case failed(String)
    }

    public let id: String
    public let outcome: Outcome
}
