public import BreakwaterPolicy
import BreakwaterURL

/// The grants in force, shared by all threads; a new table replaces it when one is given or ends.
public final class GrantTable: Sendable {
    private struct Entry: Sendable {
        let profile: ProfileID
        let host: [UInt8]
        let reach: EntryPattern.Reach
        let path: [UInt8]
        let block: CIDRBlock?
        let coversEverything: Bool
        let expiresAt: Int64
    }

    private let entries: [Entry]

    /// A grant whose pattern cannot be read grants nothing.
    public init(_ grants: [Grant]) {
        entries = grants.compactMap(Self.entry)
    }

    /// The grants of another table and some more.
    package init(_ grants: [Grant], and other: GrantTable?) {
        entries = (other?.entries ?? []) + grants.compactMap(Self.entry)
    }

    public var isEmpty: Bool { entries.isEmpty }

    private static func entry(_ grant: Grant) -> Entry? {
        guard let text = grant.pattern else {
            return Entry(
                profile: grant.profile, host: [], reach: .nameAlone, path: [], block: nil, coversEverything: true,
                expiresAt: grant.expiresAt)
        }
        guard let pattern = try? EntryPattern(text) else { return nil }
        let path = Array((pattern.path ?? "").utf8)
        switch pattern.target {
        case .name(let name, let reach):
            return Entry(
                profile: grant.profile, host: Array(name.description.utf8), reach: reach, path: path, block: nil,
                coversEverything: false, expiresAt: grant.expiresAt)
        case .address(let block):
            return Entry(
                profile: grant.profile, host: [], reach: .nameAlone, path: path, block: block, coversEverything: false,
                expiresAt: grant.expiresAt)
        }
    }

    /// Whether a grant of the profile covers the URL now.
    func allows(_ url: borrowing CanonicalURL, profile: ProfileID, at seconds: Int64) -> Bool {
        for entry in entries where entry.expiresAt > seconds && entry.profile == profile {
            if entry.coversEverything || (Self.covers(host: entry, url) && Self.covers(path: entry.path, url)) { return true }
        }
        return false
    }

    private static func covers(host entry: Entry, _ url: borrowing CanonicalURL) -> Bool {
        if let block = entry.block {
            guard case .address(let address) = url.hostKind else { return false }
            return block.contains(address)
        }
        let bytes = url.folded.span
        let start = url.host.upperBound - entry.host.count
        guard start >= url.host.lowerBound, !entry.host.isEmpty else { return false }
        for index in entry.host.indices where bytes[start + index] != entry.host[index] { return false }
        if start == url.host.lowerBound { return entry.reach != .subdomainsOnly }
        return entry.reach != .nameAlone && bytes[start - 1] == 0x2E
    }

    /// The path starts with `path`, which ends at a segment's end (or is one with `/`).
    private static func covers(path: [UInt8], _ url: borrowing CanonicalURL) -> Bool {
        guard !path.isEmpty else { return true }
        let bytes = url.folded.span
        let end = url.pathStart + path.count
        guard end <= url.queryStart else { return false }
        for index in path.indices where bytes[url.pathStart + index] != path[index] { return false }
        return end == url.queryStart || path[path.count - 1] == UInt8(ascii: "/") || bytes[end] == UInt8(ascii: "/")
    }
}
