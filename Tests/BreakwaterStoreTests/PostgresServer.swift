import Foundation
import Synchronization
import TestSupport
import Testing

/// A real PostgreSQL server of the tests' own, on a socket in a temporary folder, without any network.
final class PostgresServer: Sendable {
    struct Failure: Error { let program: String }

    /// The server's programs, or `nil` where it is not installed.
    static let programs: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.sorted { $0.localizedStandardCompare($1) == .orderedDescending }
            .map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }
    }()

    @TaskLocal static var current: PostgresServer?

    private let folder: TemporaryFolder
    private let programs: String
    private let process = Mutex<Process?>(nil)

    init(programs: String) throws {
        self.programs = programs
        folder = try TemporaryFolder()
        if geteuid() == 0 { try Self.run(Self.make("/bin/chown", ["nobody", folder.path])) }
        try Self.run(
            asNobody(
                "initdb", ["-D", folder.path("data"), "-A", "trust", "-U", "breakwater", "-E", "UTF8", "--locale=C", "-N"]))
        try start()
    }

    func start() throws {
        let server = asNobody(
            "postgres",
            [
                "-D", folder.path("data"), "-c", "listen_addresses=", "-c", "unix_socket_directories=\(folder.path)",
                "-c", "fsync=off", "-c", "max_connections=60",
            ])
        try server.run()
        process.withLock { $0 = server }
        // Each question takes some milliseconds; a server that does not come up in a thousand will not.
        for _ in 0..<1_000 where server.isRunning {
            let question = Self.make(programs + "/pg_isready", ["-q", "-h", folder.path])
            if (try? Self.run(question)) != nil { return }
        }
        throw Failure(program: "postgres")
    }

    /// SIGINT is PostgreSQL's fast shutdown: connections are cut.
    func stop() {
        process.withLock { process in
            process?.interrupt()
            process?.waitUntilExit()
            process = nil
        }
    }

    /// Makes an empty database and returns its connection string.
    func makeDatabase() throws -> String {
        let name = "t" + UUID().uuidString.prefix(8).lowercased()
        try Self.run(Self.make(programs + "/createdb", ["-h", folder.path, "-U", "breakwater", name]))
        return "host=\(folder.path) user=breakwater dbname=\(name)"
    }

    /// PostgreSQL refuses to run as root.
    private func asNobody(_ program: String, _ arguments: [String]) -> Process {
        let path = "\(programs)/\(program)"
        guard geteuid() == 0 else { return Self.make(path, arguments) }
        return Self.make("/usr/bin/setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", path] + arguments)
    }

    private static func make(_ program: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    private static func run(_ process: Process) throws {
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(program: process.executableURL?.lastPathComponent ?? "") }
    }
}

/// Starts one server for a suite and stops it afterwards.
struct WithPostgresServer: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        guard let programs = PostgresServer.programs else { return try await function() }
        let server = try PostgresServer(programs: programs)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await PostgresServer.$current.withValue(server, operation: function))
        } catch {
            outcome = .failure(error)
        }
        server.stop()
        try outcome.get()
    }
}

extension Trait where Self == WithPostgresServer {
    static var postgresServer: Self { WithPostgresServer() }
}
