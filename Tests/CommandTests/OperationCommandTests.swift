import BreakwaterServer
import Foundation
import Testing

/// Running it for good: reloads, service manager, privileges, metrics.
@Suite(.serialized, .enabled(if: Tool.isBuilt, "`breakwater` was not built"))
struct OperationCommandTests {
    private let folder: CommandFolder
    private let state: String

    init() throws {
        folder = try CommandFolder()
        state = folder.path + "/state"
    }

    private func policy(blocking name: String = "bad.test") throws -> String {
        try folder.write("bad.txt", name + "\n")
        return try folder.write("policy.yaml", """
            categories:
              - { id: gambling, name: { en: Gambling, ja: ギャンブル }, description: D, for-children: F, topic: contract }
            profiles: [{ id: child, age-band: 6-9, block: gambling }, { id: sora, age-band: 6-9 }]
            clients: [{ user: sora, profile: sora }]
            lists: [{ id: bad, path: bad.txt, format: domains, category: gambling }]
            """)
    }

    private var arguments: [String] {
        get throws { ["--policy", try policy(), "--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--state", state] }
    }

    // MARK: Reloads

    @Test func `requests through forty reloads are all answered`() async throws {
        let origin = try await LoopbackOrigin.start { _, _ in LoopbackOrigin.Answer(status: 200, body: Array("ok".utf8)) }
        let config = try folder.write("config.yaml", "filter: { decision-maker: First }\n")
        let served = try ServedProcess(
            try arguments + ["--config", config, "--set", "proxy.allowed-private-destinations=127.0.0.1/32"], in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        let proxy = "http://127.0.0.1:\(served.ports[0])"
        // Four connections that stay, and one connection a request.
        var clients = try (0..<4).map { try load(["-x", proxy, "http://127.0.0.1:\(origin.port)/[1-1500]"], "kept\($0)") }
        clients.append(try load(["-x", proxy, "-H", "Connection: close", "http://127.0.0.1:\(origin.port)/[1-500]"], "closed"))
        var reloads = 0
        while reloads < 40 || clients.contains(where: \.process.isRunning), reloads < 400 {
            reloads += 1
            try folder.write("config.yaml", "filter: { decision-maker: Number \(reloads) }\n")
            _ = try policy(blocking: "bad\(reloads).test")
            kill(served.process.processIdentifier, SIGHUP)
            try await Task.sleep(for: .milliseconds(40))
        }
        for client in clients {
            client.process.waitUntilExit()
            let statuses = try String(contentsOf: client.output, encoding: .utf8).split(separator: "\n")
            #expect(statuses.count == client.count)
            #expect(statuses.allSatisfy { $0 == "200" }, "\(Set(statuses))")
        }
        // The settings of the last reload hold.
        try folder.write("config.yaml", "filter: { decision-maker: The last one }\n")
        _ = try policy(blocking: "last.test")
        let before = try Tool.run(["status", "--state", state, "--json"]).output
        #expect(before.contains("\"failedReloads\" : 0"), "\(before) \(served.errors)")
        kill(served.process.processIdentifier, SIGHUP)
        let start = ContinuousClock.now
        var page = ""
        while !page.contains("The last one"), ContinuousClock.now - start < .seconds(20) {
            page = try served.curl(["-x", proxy, "-H", "Accept: text/html", "http://last.test/"])
        }
        #expect(page.contains("The last one"))
        try await origin.stop()
    }

    private struct Load {
        let process: Process
        let output: URL
        let count: Int
    }

    private func load(_ arguments: [String], _ name: String) throws -> Load {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["curl", "-s", "--max-time", "60", "-o", "/dev/null", "-w", "%{http_code}\\n"] + arguments
        let output = URL(fileURLWithPath: folder.path + "/\(name).out")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        let last = arguments.last ?? ""
        let count = last.split(separator: "-").last.flatMap { Int($0.dropLast()) } ?? 1
        return Load(process: process, output: output, count: count)
    }

    @Test func `a configuration or users that cannot be read change nothing`() throws {
        let config = try folder.write("config.yaml", "filter: { decision-maker: Green Hill }\n")
        let served = try ServedProcess(try arguments + ["--config", config], in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        try folder.write("config.yaml", "filter: { decision-makr: X }\n")
        kill(served.process.processIdentifier, SIGHUP)
        #expect(served.waitFor("the configuration could not be reloaded"))
        let page = try served.curl(["-x", "http://127.0.0.1:\(served.ports[0])", "-H", "Accept: text/html", "http://bad.test/"])
        #expect(page.contains("Green Hill"))
        try folder.write("config.yaml", "proxy: { idle-timeout-seconds: 7 }\n")
        kill(served.process.processIdentifier, SIGHUP)
        #expect(served.waitFor("only a restart helps"))
    }

    // MARK: Limits

    @Test func `as many connections of one client as the configuration says, and no more`() throws {
        let served = try ServedProcess(try arguments + ["--set", "proxy.connections-per-client=2"], in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        // The first two stay open while the third is tried.
        let script = """
            p=/dev/tcp/127.0.0.1/\(served.ports[0])
            get() { printf 'GET http://bad.test/ HTTP/1.1\\r\\nHost: bad.test\\r\\n\\r\\n'; }
            exec 3<>$p; get >&3; head -c 12 <&3; echo
            exec 4<>$p; get >&4; head -c 12 <&4; echo
            exec 5<>$p; get >&5 2>/dev/null; echo "third: $(head -c 12 <&5 2>/dev/null)"
            """
        #expect(try served.shell(script) == "HTTP/1.1 403\nHTTP/1.1 403\nthird: \n")
        #expect(try served.curl(["-o", "/dev/null", "-w", "%{http_code}", "-x", "http://[::1]:\(served.ports[1])", "http://bad.test/"]) == "403")
    }

    // MARK: Users

    @Test func `users are added, asked, reloaded and removed`() throws {
        #expect(try Tool.run(["users", "add", "sora", "--state", state], input: "open sesame\n").status == 0)
        #expect(try Tool.run(["users", "add", "a:b", "--state", state], input: "open sesame\n").status == 2)
        let mode = try FileManager.default.attributesOfItem(atPath: state + "/users")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try !String(contentsOfFile: state + "/users", encoding: .utf8).contains("sesame"))
        let served = try ServedProcess(try arguments + ["--set", "proxy.login=required"], in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        func status(_ user: String?) throws -> String {
            let login = user.map { ["-U", $0] } ?? []
            return try served.curl(["-o", "/dev/null", "-w", "%{http_code}", "-x", "http://[::1]:\(served.ports[1])"] + login + ["http://bad.test/"])
        }
        #expect(try status(nil) == "407")
        #expect(try status("sora:wrong") == "407")
        // The user's own profile blocks nothing; the name has no address.
        #expect(try status("sora:open sesame") == "502")
        #expect(try Tool.run(["users", "add", "yuki", "--state", state], input: "another one\n").status == 0)
        #expect(try Tool.run(["users", "remove", "sora", "--state", state]).status == 0)
        #expect(try Tool.run(["users", "remove", "sora", "--state", state]).status == 1)
        #expect(try Tool.run(["users", "list", "--state", state]).output == "yuki\n")
        kill(served.process.processIdentifier, SIGHUP)
        #expect(served.waitFor("policy reloaded"))
        let start = ContinuousClock.now
        while try status("yuki:another one") != "403", ContinuousClock.now - start < .seconds(20) {}
        #expect(try status("yuki:another one") == "403")
        #expect(try status("sora:open sesame") == "407")
        // A file that others may read is no secret.
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: state + "/users")
        let run = try Tool.run(["users", "list", "--state", state])
        #expect(run.status == 2)
        #expect(run.errors.contains("others may read it"))
    }

    // MARK: Metrics and health

    @Test func `metrics and health are read on loopback, by who names it`() throws {
        let served = try ServedProcess(
            try arguments + ["--set", "operation.listeners=127.0.0.1:0", "--set", "log.format=json"], in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        #expect(served.waitFor("metrics and health are read here"))
        let line = served.errors.split(separator: "\n").first { $0.contains("metrics and health") } ?? ""
        let port = try #require(line.firstMatch(of: /127\.0\.0\.1:(\d+)/).map { String($0.1) }, "\(line)")
        #expect(line.hasPrefix("{") && line.hasSuffix("}"))
        _ = try served.curl(["-x", "http://127.0.0.1:\(served.ports[0])", "http://bad.test/"])
        let metrics = try served.curl(["http://127.0.0.1:\(port)/metrics"])
        #expect(metrics.contains("# TYPE breakwater_proxy_exchanges_total counter\nbreakwater_proxy_exchanges_total 1\n"), "\(metrics)")
        #expect(metrics.contains("breakwater_proxy_blocked_total 1\n"))
        #expect(metrics.contains("breakwater_healthy 1\n"))
        #expect(!metrics.contains("bad.test"))
        #expect(try served.curl(["http://127.0.0.1:\(port)/health"]) == "ok\n")
        #expect(try served.curl(["http://127.0.0.1:\(port)/status"]).contains("\"listeners\":[\"127.0.0.1:"))
        // Another name that leads here; what only the owner may; what is not there.
        for (more, path) in [(["-H", "Host: evil.test"], "/metrics"), (["-X", "POST"], "/grants"), ([], "/")] {
            let status = try served.curl(["-o", "/dev/null", "-w", "%{http_code}"] + more + ["http://127.0.0.1:\(port)\(path)"])
            #expect(["421", "404"].contains(status))
        }
        #expect(try Tool.run(["serve", "--set", "operation.listeners=192.0.2.1:9101"]).status == 2)
    }

    // MARK: The service manager

    /// Plays systemd: passes a socket, listens for what the process says of itself.
    private static let manager = """
        import os, signal, socket, sys
        folder, program, arguments = sys.argv[1], sys.argv[2], sys.argv[3:]
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); notify.bind(folder + "/notify"); notify.settimeout(60)
        listener = socket.socket(socket.AF_INET6, socket.SOCK_STREAM); listener.bind(("::1", 0)); listener.listen()
        child = os.fork()
        if child == 0:
            os.dup2(listener.fileno(), 3)
            os.environ.update(NOTIFY_SOCKET=folder + "/notify", LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", LISTEN_FDNAMES="hall",
                              WATCHDOG_USEC="200000")
            os.execv(program, [program] + arguments)
        def wait(start):
            while True:
                text = notify.recv(4096).decode()
                if text.startswith(start):
                    print(text.split("\\n")[0], flush=True)
                    return
        wait("READY=1")
        # A request before and after a restart of the process would wait in this very socket.
        client = socket.create_connection(listener.getsockname()[:2])
        client.sendall(b"GET http://bad.test/ HTTP/1.0\\r\\n\\r\\n")
        print(client.makefile().readline().strip(), flush=True)
        wait("WATCHDOG=1"); wait("WATCHDOG=1")
        os.kill(child, signal.SIGHUP); wait("RELOADING=1"); wait("READY=1")
        os.kill(child, signal.SIGTERM); wait("STOPPING=1")
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        """

    private static let hasPython = (try? Process.run(URL(fileURLWithPath: "/usr/bin/env"), arguments: ["python3", "-c", "import os; os.waitstatus_to_exitcode"]))
        .map { process in
            process.waitUntilExit()
            return process.terminationStatus == 0
        } ?? false

    @Test(.enabled(if: OperationCommandTests.hasPython, "python3 is not installed"))
    func `a service manager passes the socket and hears how it goes`() throws {
        let script = try folder.write("manager.py", Self.manager)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script, folder.path, Tool.path ?? "", "serve", "--policy", try policy(), "--state", state]
        process.currentDirectoryURL = URL(fileURLWithPath: Tool.project)
        let output = URL(fileURLWithPath: folder.path + "/manager.out")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let lines = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("Breakwater filters") && !$0.hasPrefix(" ") && !$0.hasPrefix("Point") && !$0.hasPrefix("Control") }
        #expect(lines == ["READY=1", "HTTP/1.1 403 Forbidden", "WATCHDOG=1", "WATCHDOG=1", "RELOADING=1", "READY=1", "STOPPING=1", "0"])
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze"), "systemd-analyze is not installed"))
    func `the units are ones that systemd understands`() throws {
        for unit in ["breakwater.service", "breakwater.socket"] {
            // The program is elsewhere here; everything else is as it ships.
            let text = try String(contentsOfFile: Tool.project + "/Scripts/systemd/" + unit, encoding: .utf8)
            try folder.write(unit, text.replacing("/usr/bin/breakwater", with: "/bin/true"))
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/systemd-analyze")
        process.arguments = ["verify", "--man=no", folder.path + "/breakwater.service", folder.path + "/breakwater.socket"]
        let output = URL(fileURLWithPath: folder.path + "/verify.out")
        try Data().write(to: output)
        process.standardError = try FileHandle(forWritingTo: output)
        process.standardOutput = process.standardError
        try process.run()
        process.waitUntilExit()
        let text = try String(contentsOf: output, encoding: .utf8)
        // It also speaks of the machine's own units.
        #expect(!text.split(separator: "\n").contains { $0.contains(folder.path) }, "\(text)")
    }

    // MARK: Privileges

    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func `started as root it becomes who is named, for good`() throws {
        let served = try ServedProcess(try arguments + ["--set", "process.user=nobody"], in: folder)
        try #require(served.ports.count == 2, "\(served.errors)")
        let status = try String(contentsOfFile: "/proc/\(served.process.processIdentifier)/status", encoding: .utf8)
        // name:password:user:group:…
        let entry = try String(contentsOfFile: "/etc/passwd", encoding: .utf8).split(separator: "\n").first { $0.hasPrefix("nobody:") }
        let fields = try #require(entry).split(separator: ":", omittingEmptySubsequences: false)
        let (user, group) = (fields[2], fields[3])
        let lines = status.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("Uid:\t\(user)\t\(user)\t\(user)") })
        #expect(lines.contains { $0.hasPrefix("Gid:\t\(group)\t\(group)\t\(group)") })
        #expect(lines.contains { $0.hasPrefix("Groups:") && $0.dropFirst("Groups:".count).allSatisfy(\.isWhitespace) })
        #expect(try served.curl(["-o", "/dev/null", "-w", "%{http_code}", "-x", "http://127.0.0.1:\(served.ports[0])", "http://bad.test/"]) == "403")
        let owner = try FileManager.default.attributesOfItem(atPath: state + "/events.db")[.ownerAccountID]
        #expect(owner.map { "\($0)" } == String(user))
        for name in ["root", "nobody-of-that-name"] {
            #expect(try Tool.run(["serve", "--set", "process.user=\(name)", "--listen", "127.0.0.1:0", "--state", state]).status == 2)
        }
    }
}
