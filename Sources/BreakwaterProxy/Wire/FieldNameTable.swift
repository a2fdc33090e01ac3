import BreakwaterHTTP
import HTTPTypes

/// The field names that an event loop has seen lately, so that a name that comes with every message is not validated,
/// lower-cased and allocated again each time.
///
/// Direct-mapped: a name that falls on another's place replaces it, so the table cannot grow.
package struct FieldNameTable {
    struct Entry {
        let name: HTTPField.Name
        let kind: FieldKind
        /// Whether it may pass through the filter unread, in a response.
        let isUnread: Bool
    }

    private var entries: [Entry?] = Array(repeating: nil, count: 512)

    package init() {}

    /// - Parameter bytes: a name as it came.
    /// - Returns: `nil` where it is no token (RFC 9110 §5.6.2).
    mutating func entry(_ bytes: Span<UInt8>) -> Entry? {
        let slot = Self.slot(of: bytes)
        if let entry = entries[slot], Self.matches(entry.name.rawName, bytes) { return entry }
        // Bound: the span's own bytes, read before the closure ends.
        let text = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        guard let name = HTTPField.Name(text) else { return nil }
        let entry = Entry(name: name, kind: FieldKind(name.canonicalName), isUnread: UnreadFields.contains(name))
        entries[slot] = entry
        return entry
    }

    private static func slot(of bytes: Span<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for index in bytes.indices { hash = (hash ^ UInt32(bytes[index])) &* 16_777_619 }
        return Int((hash ^ hash >> 15) & 511)
    }

    private static func matches(_ name: String, _ bytes: Span<UInt8>) -> Bool {
        let name = name.utf8.span
        guard name.count == bytes.count else { return false }
        for index in name.indices where name[index] != bytes[index] { return false }
        return true
    }
}
