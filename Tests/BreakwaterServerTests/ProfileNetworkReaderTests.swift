import BreakwaterPolicy
import BreakwaterServer
import TestSupport
import Testing

/// What a profile says of connections, downloads and the end of time.
struct ProfileNetworkReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let categories = """
        categories:
          - { id: games, name: Games, description: D, for-children: F, topic: content }
          - { id: banking, name: Banking, description: D, for-children: F, topic: contract }
          - { id: health-care, name: Health, description: D, for-children: F, topic: health }
          - { id: government, name: Government, description: D, for-children: F, topic: contract }

        """

    private func profiles(_ text: String) throws -> [Profile] {
        try PolicyReader(localTimeZone: "Asia/Tokyo").read(contentsOf: folder.write("policy.yaml", Self.categories + text)).policy.profiles
    }

    private func problems(_ lines: String) throws -> [String] {
        do {
            _ = try profiles("profiles:\n  - id: child\n    age-band: 6-9\n" + lines)
            return []
        } catch let error as PolicyDocumentError {
            return error.problems.map { String($0.description.drop { $0 != ":" }.dropFirst()) }
        }
    }

    @Test func `what nobody says is nil, so that age and configuration answer`() throws {
        let child = try #require(try profiles("profiles: [{ id: child, age-band: 6-9 }]").first)
        #expect(child.safeModes == nil && child.tunnels == nil && child.inspection == nil)
        #expect(child.downloads == nil && child.timeWarning == nil)
    }

    @Test func `every key reaches the policy`() throws {
        let child = try #require(try profiles("""
            profiles:
              - id: child
                age-band: 6-9
                safe-search: false
                youtube: moderate
                tunnels: { no-server-name: close, encrypted-hello: allow }
                time-warning: 0
                inspect: { categories: [games], never: [banking, games], never-hosts: ["work.example", "*.school.example"], pinned: refuse }
                downloads: { block-types: [Application/ZIP, "video/*"], block-extensions: [EXE, .apk], maximum-mib: 500 }
            """).first)
        #expect(child.safeModes == SafeModes(search: false, youTube: .moderate))
        #expect(child.tunnels == TunnelRules(missingServerName: .close, encryptedHello: .allow))
        #expect(child.timeWarning == 0)
        let games = try #require(CategoryID("games"))
        let banking = try #require(CategoryID("banking"))
        #expect(child.inspection == Inspection(
            reach: .categories([games]), exemptCategories: [banking, games], exemptHosts: ["work.example", "*.school.example"],
            passesPinnedHosts: false))
        #expect(child.downloads == DownloadRules(
            blockedTypes: ["application/zip", "video/*"], blockedExtensions: ["exe", "apk"], maximumBytes: 500 << 20))
    }

    @Test func `inspect is none, all, or a map over the sensitive categories`() throws {
        let found = try profiles("""
            profiles:
              - { id: none, age-band: 6-9, inspect: none }
              - { id: all, age-band: 6-9, inspect: all }
              - { id: map, age-band: 6-9, inspect: { categories: all } }
              - { id: one, age-band: 6-9, inspect: { categories: games, never-hosts: work.example } }
            """)
        #expect(found.map(\.inspection) == [
            nil, Inspection(), Inspection(),
            Inspection(reach: .categories([try #require(CategoryID("games"))]), exemptHosts: ["work.example"]),
        ])
    }

    @Test func `a profile takes from the one it is based on what it does not say itself`() throws {
        let found = try profiles("""
            profiles:
              - id: a
                age-band: 6-9
                youtube: strict
                tunnels: { no-server-name: close }
                time-warning: 5
                inspect: { pinned: refuse }
                downloads: { maximum-mib: 1 }
              - { id: b, based-on: a, safe-search: true, tunnels: { encrypted-hello: close }, inspect: { never-hosts: [w.example] } }
              - { id: c, based-on: b, inspect: none, youtube: "off", time-warning: 60 }
            """)
        #expect(found[1].safeModes == SafeModes(search: true, youTube: .strict))
        #expect(found[1].tunnels == TunnelRules(missingServerName: .close, encryptedHello: .close))
        #expect(found[1].inspection == Inspection(exemptHosts: ["w.example"], passesPinnedHosts: false))
        #expect((found[1].timeWarning, found[1].downloads?.maximumBytes) == (5, 1 << 20))
        #expect(found[2].inspection == nil)
        #expect(found[2].safeModes == SafeModes(search: true, youTube: .off))
        #expect(found[2].timeWarning == 60)
    }

    @Test(arguments: [
        ("    safe-search: perhaps", "`safe-search` must be `true` or `false`"),
        ("    youtube: strickt", "`youtube` is `strickt`; it must be `off`, `moderate` or `strict`; did you mean `strict`?"),
        ("    tunnels: { no-sni: close }", "unknown key `no-sni`"),
        ("    tunnels: { no-server-name: block }", "`no-server-name` is `block`; it must be `allow` or `close`"),
        ("    time-warning: 61", "`time-warning` must be a whole number from 0 to 60"),
        ("    inspect: some", "`inspect` is `some`; it must be `none` or `all`"),
        ("    inspect: { categories: [gamse] }", "no category `gamse` is defined; did you mean `games`?"),
        ("    inspect: { never: [gamse] }", "no category `gamse` is defined; did you mean `games`?"),
        ("    inspect: { never-hosts: [a.example/path] }", "`a.example/path` is no host"),
        ("    inspect: { pinned: maybe }", "`pinned` is `maybe`; it must be `pass` or `refuse`"),
        ("    inspect: { hosts: [a.example] }", "unknown key `hosts`"),
        ("    downloads: { block-types: [zip] }", "`zip` is no media type: write `application/zip` or `video/*`"),
        ("    downloads: { block-types: [\"*/*\"] }", "is no media type"),
        ("    downloads: { block-extensions: [\"tar gz\"] }", "`tar gz` is no extension: write `exe` or `apk`"),
        ("    downloads: { maximum-mib: 0 }", "`maximum-mib` must be a whole number from 1 to 1048576"),
        ("    downloads: { max: 1 }", "unknown key `max`"),
    ])
    func `what cannot be meant is told with its line`(lines: String, message: String) throws {
        let found = try problems(lines)
        let line = Self.categories.split(separator: "\n", omittingEmptySubsequences: false).count + 3
        #expect(found.contains { $0.hasPrefix("\(line): ") && $0.contains(message) }, "\(found)")
    }
}
