import Foundation
import Testing

/// A real Unbound on loopback that has one policy zone and answers every other name itself: nothing leaves the machine.
final class Unbound: Sendable {
    static let path: String? = ["/usr/sbin/unbound", "/usr/local/sbin/unbound"].first { FileManager.default.isExecutableFile(atPath: $0) }
    static let dig: String? = ["/usr/bin/dig", "/usr/local/bin/dig"].first { FileManager.default.isExecutableFile(atPath: $0) }

    /// What the root zone below says of every name.
    private static let plainAnswer = "198.51.100.7"

    enum Answer: Equatable {
        /// The name's own data: the policy zone let it through.
        case allowed
        /// No such name, no data, a null address, or silence.
        case blocked
        case elsewhere(String)
    }

    enum Failure: Error { case notListening(String) }

    private let folder: URL
    private let port: Int
    private let process: Process

    /// - Parameter clauses: what the configuration says beside the root zone; `FOLDER` stands for the folder of `files`.
    static func run(_ clauses: String, files: [String: String] = [:], _ body: (Unbound) throws -> Void) throws {
        let server = try Unbound(clauses, files: files)
        let result = Result { try body(server) }
        try server.stop()
        try result.get()
    }

    private init(_ clauses: String, files: [String: String]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "breakwater-unbound-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let root = """
            . 300 SOA localhost. root.localhost. 1 43200 3600 86400 300
            . 300 NS localhost.
            * 300 A \(Self.plainAnswer)

            """
        for (name, text) in files.merging(["root.zone": root], uniquingKeysWith: { mine, _ in mine }) {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        // A port that another process has is tried again with the next.
        for attempt in 1... {
            let port = Int.random(in: 49_152...65_000)
            let configuration = folder.appending(path: "unbound-\(attempt).conf")
            try Self.configuration(port: port, folder: folder.path, clauses).write(to: configuration, atomically: true, encoding: .utf8)
            let process = Process()
            process.executableURL = URL(filePath: try #require(Self.path))
            process.arguments = ["-d", "-c", configuration.path]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            if try Self.answers(process, port) {
                (self.port, self.process) = (port, process)
                return
            }
            Self.end(process)
            let log = (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? ""
            guard attempt < 5 else { throw Failure.notListening(log) }
        }
        throw Failure.notListening("")
    }

    private func stop() throws {
        Self.end(process)
        try FileManager.default.removeItem(at: folder)
    }

    /// Not SIGTERM: a child inherits the signals that the test runner's threads block.
    private static func end(_ process: Process) {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    private static func answers(_ process: Process, _ port: Int) throws -> Bool {
        for _ in 0..<100 where process.isRunning {
            if try ask(["ready.test"], port)["ready.test"] != nil { return true }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return false
    }

    /// Asks for the IPv4 address of each name.
    func ask(_ names: [String]) throws -> [String: Answer] {
        let found = try Self.ask(names, port)
        var answers: [String: Answer] = [:]
        for name in names {
            let address = found[name] ?? nil
            answers[name] =
                switch address {
                case nil, "0.0.0.0", "127.0.0.1": .blocked
                case Self.plainAnswer: .allowed
                case let other?: .elsewhere(other)
                }
        }
        return answers
    }

    /// - Returns: for each name that was answered at all, the last datum of its answer.
    private static func ask(_ names: [String], _ port: Int) throws -> [String: String?] {
        let list = FileManager.default.temporaryDirectory.appending(path: "breakwater-dig-\(UUID().uuidString)")
        try (names.map { $0 + "." }.joined(separator: "\n") + "\n").write(to: list, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: list) }
        let process = Process()
        process.executableURL = URL(filePath: try #require(dig))
        process.arguments = ["@127.0.0.1", "-p", "\(port)", "+noall", "+question", "+answer", "+tries=1", "+time=1", "-f", list.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return read(String(decoding: data, as: UTF8.self))
    }

    /// A question is `;name.  IN  A`; the lines up to the next are its answer.
    private static func read(_ text: String) -> [String: String?] {
        var found: [String: String?] = [:]
        var name: String?
        for line in text.split(separator: "\n") {
            let fields = line.split { $0 == " " || $0 == "\t" }
            // What dig itself says: that a server is silent.
            if line.hasPrefix(";;") { continue }
            if line.hasPrefix(";"), let first = fields.first {
                let asked = String(first.dropFirst().dropLast())
                name = asked
                found[asked] = .some(nil)
            } else if let name, fields.count >= 5 {
                found[name] = String(fields[4])
            }
        }
        return found
    }

    private static func configuration(port: Int, folder: String, _ clauses: String) -> String {
        """
        server:
            interface: 127.0.0.1
            port: \(port)
            access-control: 127.0.0.0/8 allow
            directory: "\(folder)"
            chroot: ""
            username: ""
            pidfile: ""
            logfile: "\(folder)/log"
            use-syslog: no
            do-daemonize: no
            do-ip6: no
            num-threads: 1
            do-not-query-localhost: no
            local-zone: "test." nodefault
            module-config: "respip iterator"
        auth-zone:
            name: "."
            zonefile: "\(folder)/root.zone"
            for-downstream: no
            for-upstream: yes
            fallback-enabled: no
        remote-control:
            control-enable: no
        \(clauses.replacing("FOLDER", with: folder))

        """
    }
}
