import Foundation
import Testing

/// `breakwater ca`, and what a running process does with the authority.
@Suite(.serialized, .enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct AuthorityCommandTests {
    private let folder: CommandFolder
    private let state: String
    private var authority: String { state + "/authority" }

    init() throws {
        folder = try CommandFolder()
        state = folder.path + "/state"
    }

    private func ca(_ arguments: String...) throws -> Tool.Run { try Tool.run(["ca"] + arguments + ["--state", state]) }

    private func fingerprint(_ run: Tool.Run) throws -> String {
        String(try #require(run.output.firstMatch(of: /SHA-256: +([0-9A-F:]{95})/)?.1, "\(run.output) \(run.errors)"))
    }

    private var audit: [String] {
        ((try? String(contentsOfFile: authority + "/audit.log", encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    @Test func `an authority is made once, shown and written for devices`() throws {
        let none = try ca("show")
        #expect(none.status == 2)
        #expect(none.errors.contains("breakwater ca init"))
        let made = try ca("init", "--name", "Green Hill School")
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.output.contains("Green Hill School"))
        #expect(made.output.contains("To trust it:") && made.output.contains("To stop:"))
        #expect(try ca("init").status == 2)
        #expect(try fingerprint(ca("show")) == fingerprint(made))
        let pem = try ca("show", "--pem")
        #expect(pem.output.hasPrefix("-----BEGIN CERTIFICATE-----\n") && !pem.output.contains("PRIVATE"))
        let file = folder.path + "/a.der"
        #expect(try ca("show", "--der", "-o", file).status == 0)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).first == 0x30)
        for wrong in [["show", "--pem", "--der"], ["show", "-o", file], ["rotate", "--finish", "--name", "x"]] {
            #expect(try Tool.run(["ca"] + wrong + ["--state", state]).status == 2)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: authority + "/audit.log")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(audit.count == 1 && audit[0].contains(" made, authority "))
    }

    @Test func `CA-07: a new authority is made beside the old one, then put in force`() throws {
        #expect(try ca("rotate").status == 2)
        let old = try fingerprint(ca("init", "--name", "home"))
        #expect(try ca("rotate", "--finish").status == 2)
        #expect(try ca("show", "--next").status == 1)
        let rotated = try ca("rotate", "--name", "home, second")
        #expect(rotated.status == 0, "\(rotated.errors)")
        #expect(rotated.output.contains("breakwater ca show --next --pem") && rotated.output.contains("breakwater ca rotate --finish"))
        let new = try fingerprint(rotated)
        #expect(new != old)
        // Asked again it says the same, and makes no third.
        #expect(try fingerprint(ca("rotate")) == new)
        let shown = try ca("show")
        #expect(try fingerprint(shown) == old)
        #expect(shown.output.contains("breakwater ca show --next"))
        #expect(try ca("show", "--next", "--pem").output.hasPrefix("-----BEGIN CERTIFICATE-----\n"))
        let finished = try ca("rotate", "--finish")
        #expect(finished.status == 0, "\(finished.errors)")
        #expect(try fingerprint(finished) == new)
        #expect(finished.output.contains("Delete the old one on every device") && finished.output.contains(old))
        #expect(try fingerprint(ca("show")) == new)
        let events = audit.map { line in String(line.split(separator: " ", maxSplits: 1)[1].prefix { $0 != "," }) }
        #expect(events == ["made", "successor made", "retired", "in force"])
    }

    /// CA-02: what may be read of a process by another one of the same user, who is not root.
    @Test(.enabled(if: AuthorityCommandTests.canBeAnother, "needs a user beside root that can run the program"))
    func `a process that holds the key shows its memory to nobody`() throws {
        let policy = try folder.write("policy.yaml", "profiles: [{ id: child, age-band: 6-9, inspect: all }]\n")
        let script = """
            as=(); [ "$(id -u)" != 0 ] || { as=(\(Self.asNobody.joined(separator: " "))); chown 65534 "$2"; }
            look() { # LABEL
              "${as[@]}" "$1" serve --policy "$3" --state "$2/state" --listen 127.0.0.1:0 > "$2/out" 2> "$2/err" & pid=$!
              for _ in $(seq 300); do grep -q 'Breakwater filters' "$2/out" && break; sleep 0.1; done
              "${as[@]}" cat /proc/$pid/maps > /dev/null 2>&1 && echo readable || echo refused
              kill $pid; wait $pid
            }
            look "$@"
            "${as[@]}" "$1" ca init --name home --state "$2/state" > /dev/null && look "$@"
            """
        let found = try Tool.output(of: ["bash", "-c", script, "look", Tool.path ?? "", folder.path, policy])
        #expect(found == "readable\nrefused\n")
    }

    private static let asNobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]

    private static let canBeAnother = geteuid() != 0
        || (try? Tool.output(of: asNobody + ["sh", "-c", "test -x \"$0\" -a -x \"$1\" && echo yes", Tool.path ?? "", NSTemporaryDirectory()])) == "yes\n"

    @Test func `a process takes a new authority at SIGHUP, and keeps its key out of core files`() async throws {
        _ = try ca("init", "--name", "home")
        let policy = try folder.write("policy.yaml", """
            categories:
              - { id: gambling, name: { en: Gambling, ja: ギャンブル }, description: D, for-children: F, topic: contract }
            profiles: [{ id: child, age-band: 6-9, inspect: all }]
            """)
        let served = try ServedProcess(
            [
                "--policy", policy, "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--state", state,
                "--set", "operation.listeners=127.0.0.1:0",
            ], in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        func proc(_ file: String) throws -> String {
            try String(contentsOfFile: "/proc/\(served.process.processIdentifier)/\(file)", encoding: .utf8)
        }
        let limit = try #require(proc("limits").split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(limit.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
        if let filter = try? proc("coredump_filter") { #expect(filter == "00000000\n") }

        func trusts(_ file: String) throws -> Bool {
            // The name has no address: a page of ours inside https, where the certificate is believed.
            try served.curl([
                "-x", "http://127.0.0.1:\(served.ports[0])", "--cacert", file, "-o", "/dev/null", "-w", "%{http_code}", "https://nowhere.test/",
            ]) == "502"
        }
        let (first, second) = (folder.path + "/first.pem", folder.path + "/second.pem")
        #expect(try ca("show", "--pem", "-o", first).status == 0)
        #expect(try trusts(first))
        #expect(try ca("rotate").status == 0)
        #expect(try ca("show", "--next", "--pem", "-o", second).status == 0)
        #expect(try !trusts(second))
        #expect(try ca("rotate", "--finish").status == 0)
        #expect(try trusts(first))
        kill(served.process.processIdentifier, SIGHUP)
        let start = ContinuousClock.now
        while try !trusts(second), ContinuousClock.now - start < .seconds(20) {}
        #expect(try trusts(second) && !trusts(first))
        #expect(audit.filter { $0.contains(" key read by a proxy, ") }.count == 2)
        // Refused in vain: this client believed our certificate for the host.
        let shown = try Tool.run(["status", "--state", state]).output
        #expect(shown.contains("nowhere.test is decrypted, and a client refuses our certificate"))
        // Only the owner learns names of hosts.
        let line = served.errors.split(separator: "\n").first { $0.contains("metrics and health") } ?? ""
        let port = try #require(line.firstMatch(of: /127\.0\.0\.1:(\d+)/).map { String($0.1) })
        let status = try served.curl(["http://127.0.0.1:\(port)/status"])
        #expect(status.contains("\"listeners\"") && !status.contains("nowhere.test"))
        let metrics = try served.curl(["http://127.0.0.1:\(port)/metrics"])
        #expect(metrics.contains("\nbreakwater_undecrypted_hosts 0\n"))
        #expect(metrics.contains("\nbreakwater_minted_certificates_total 1\n"))
        for name in ["safe_mode_connections", "closed_without_server_name", "closed_encrypted_hellos", "overrides_accepted"] {
            #expect(metrics.contains("\nbreakwater_filter_\(name)_total 0\n"), "\(name)")
        }
        #expect(!metrics.contains("nowhere"))
    }

    @Test func `page templates are checked at the start, replace pages, and are read again at SIGHUP`() throws {
        let policy = try folder.write("policy.yaml", """
            categories:
              - { id: gambling, name: { en: Gambling, ja: ギャンブル }, description: D, for-children: F, topic: contract }
            profiles: [{ id: child, age-band: 6-9, block: gambling }]
            lists: [{ id: bad, path: bad.txt, format: domains, category: gambling }]
            """)
        try folder.write("bad.txt", "bad.test\n")
        try FileManager.default.createDirectory(atPath: folder.path + "/pages", withIntermediateDirectories: true)
        let arguments = [
            "--policy", policy, "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--state", state,
            "--set", "filter.templates=\(folder.path)/pages",
        ]
        try folder.write("pages/block.mustache", "<h1>\n{{{hedingHTML}}}</h1>\n{{#lead}}\n")
        try folder.write("pages/blok.mustache", "")
        let failed = try Tool.run(["serve"] + arguments)
        #expect(failed.status == 2)
        #expect(failed.errors.contains("nothing fills `hedingHTML`"), "\(failed.errors)")
        #expect(failed.errors.contains("pages/block.mustache:2)"), "\(failed.errors)")
        #expect(failed.errors.contains("did you mean `block.mustache`?"))
        try FileManager.default.removeItem(atPath: folder.path + "/pages/blok.mustache")
        try folder.write("pages/block.mustache", "<h1>Green Hill: {{{headingHTML}}}</h1>")
        let served = try ServedProcess(arguments, in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        func page(_ host: String) throws -> String {
            try served.curl(["-x", "http://127.0.0.1:\(served.ports[0])", "-H", "Accept: text/html", "http://\(host)/"])
        }
        #expect(try page("bad.test").hasPrefix("<h1>Green Hill: "))
        #expect(try page("nowhere.test").hasPrefix("<!DOCTYPE html>"))
        try folder.write("pages/block.mustache", "{{wrong}}")
        kill(served.process.processIdentifier, SIGHUP)
        #expect(served.waitFor("pages/block.mustache:1"))
        #expect(try page("bad.test").hasPrefix("<h1>Green Hill: "))
        try folder.write("pages/block.mustache", "<h1>Second: {{{headingHTML}}}</h1>")
        kill(served.process.processIdentifier, SIGHUP)
        let start = ContinuousClock.now
        while try !page("bad.test").hasPrefix("<h1>Second: "), ContinuousClock.now - start < .seconds(20) {}
        #expect(try page("bad.test").hasPrefix("<h1>Second: "))
    }
}
