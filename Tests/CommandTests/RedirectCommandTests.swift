import Foundation
import Testing

/// Transparent mode with the kernel's real redirection, where the machine lets us make network namespaces.
@Suite(.serialized, .enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct RedirectCommandTests {
    private let folder: CommandFolder

    init() throws { folder = try CommandFolder() }

    private static let canRedirect = geteuid() == 0
        && ["/usr/sbin/nft", "/usr/sbin/ip", "/usr/bin/curl", "/usr/bin/openssl"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
        && succeeds(["unshare", "-n", "/usr/sbin/nft", "add", "table", "inet", "probe"])

    private static func succeeds(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test(.enabled(if: RedirectCommandTests.canRedirect, "needs root, network namespaces, nft, curl and openssl"), .timeLimit(.minutes(3)))
    func `redirected clients are filtered by Host and by server name, or decrypted, over both families`() throws {
        try folder.write("bad.txt", "bad.test\n")
        try folder.write("policy.yaml", """
            categories:
              - { id: gambling, name: { en: Gambling, ja: ギャンブル }, description: D, for-children: F, topic: contract }
            profiles: [{ id: child, age-band: 6-9, block: gambling }, { id: read, age-band: 6-9, block: gambling, inspect: all }]
            clients: [{ prefix: 10.99.0.3, profile: read }, { prefix: "fd99::3", profile: read }]
            lists: [{ id: bad, path: bad.txt, format: domains, category: gambling }]
            """)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = [Tool.project + "/Tests/CommandTests/Fixtures/redirect.sh", Tool.path ?? "", folder.path]
        process.currentDirectoryURL = URL(fileURLWithPath: Tool.project)
        let output = URL(fileURLWithPath: folder.path + "/redirect.out")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = process.standardOutput
        try process.run()
        process.waitUntilExit()
        let lines = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
        let served = (try? String(contentsOfFile: folder.path + "/serve.err", encoding: .utf8)) ?? ""
        for family in ["v4", "v6"] {
            #expect(lines.contains("\(family) http allowed: 200 origin"), "\(lines) \(served)")
            #expect(lines.contains { $0.hasPrefix("\(family) http blocked: 403 ") }, "\(lines)")
            #expect(lines.contains("\(family) https allowed: 200 origin"), "\(lines)")
            #expect(lines.contains("\(family) https blocked: 000 "), "\(lines)")
            #expect(lines.contains { $0.hasPrefix("\(family) http alias: 403 ") }, "\(lines)")
            #expect(lines.contains("\(family) https alias: 000 "), "\(lines)")
            #expect(lines.contains("\(family) direct: 000"), "\(lines)")
            for version in ["http1.1", "http2"] {
                let decrypted = "\(family) decrypted \(version)"
                #expect(lines.contains("\(decrypted) allowed: 200 origin"), "\(lines) \(served)")
                #expect(lines.contains("\(decrypted) blocked: 403 <!DOCT"), "\(lines)")
                #expect(lines.contains("\(decrypted) alias: 403 <!DOCT"), "\(lines)")
                #expect(lines.contains("\(decrypted) unknown: 502 <!DOCT"), "\(lines)")
            }
        }
    }

    @Test func `the rules name the interface and the port, and no interface that is none`() throws {
        let run = try Tool.run(["redirect", "--interface", "br-lan", "--port", "3129"])
        #expect(run.status == 0)
        #expect(run.output.contains("iifname != \"br-lan\" return"))
        #expect(run.output.contains("redirect to :3129"))
        for name in ["", "a b", "lan\" accept", "an-interface-name-too-long"] {
            #expect(try Tool.run(["redirect", "--interface", name, "--port", "3129"]).status == 2)
        }
        #expect(try Tool.run(["redirect", "--interface", "lan", "--port", "0"]).status == 2)
    }
}
