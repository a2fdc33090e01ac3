import BreakwaterProxy
import BreakwaterURL
import CTestResolver
import Foundation
import NIOCore
import NIOPosix
import TestSupport
import Testing

/// Unbound on loopback with a zone `test.` of its own: answers as a resolver gives them, chains of CNAMEs followed.
///
/// | name | leads to |
/// |---|---|
/// | `good` `blocked` `warned` | loopback |
/// | `alias` | `blocked` |
/// | `two` `three` | one name more before it each |
/// | `through` | `blocked`, then `good` |
/// | `own-resolver` | `blocked`; the guardian allows it |
/// | `harmless` | `good` |
/// | `slow` | `warned` |
/// | `circle` | itself, by `circle2` |
/// | `c1` … `c9` | `c10` … `good`; `d1` … `d19` lead to `d20` |
struct LocalResolver: Sendable {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: program)
    private static let program = "/usr/sbin/unbound"

    private let port: Int

    private static let zone = """
        $ORIGIN test.
        $TTL 60
        @ SOA ns admin 1 3600 600 86400 60
        @ NS ns
        ns A 127.0.0.1
        \(["good", "blocked", "warned", "d20"].map { "\($0) A 127.0.0.1\n\($0) AAAA ::1\n" }.joined())
        alias CNAME Blocked
        two CNAME alias
        three CNAME two
        through CNAME between
        between CNAME blocked-too
        blocked-too CNAME good
        own-resolver CNAME blocked
        harmless CNAME good
        slow CNAME warned
        circle CNAME circle2
        circle2 CNAME circle
        \((1...9).map { "c\($0) CNAME \($0 == 9 ? "good" : "c\($0 + 1)")\n" }.joined())
        \((1...19).map { "d\($0) CNAME d\($0 + 1)\n" }.joined())
        """

    /// The machine's own look-up, of the names of this resolver.
    func lookup(isIPv6: Bool = false) -> NameLookup {
        NameLookup(answering: { [port] name in
            guard test_resolver_use(UInt16(port), isIPv6 ? 1 : 0) == 0 else { return NameAnswer() }
            return NameLookup.system(name)
        })
    }

    /// Asks on a thread that ends with the question, as its servers are changed for good.
    func answer(_ name: String, isIPv6: Bool = false) async throws -> NameAnswer {
        let name = try DomainName(name)
        return await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: lookup(isIPv6: isIPv6)(name)) }.start()
        }
    }

    static func run<Result>(_ body: (LocalResolver) async throws -> Result) async throws -> Result {
        let folder = try TemporaryFolder()
        try folder.write("test.zone", zone + "\n")
        let (resolver, process) = try await start(in: folder)
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        return try await body(resolver)
    }

    /// On a port that is free for both families, over UDP and TCP: no one reservation says that, so others are tried.
    private static func start(in folder: TemporaryFolder) async throws -> (LocalResolver, Process) {
        for _ in 0..<20 {
            let reserved = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0).get()
            let port = try #require(reserved.localAddress?.port)
            try await reserved.close()
            try folder.write("unbound.conf", configuration(in: folder, port: port))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = ["-d", "-c", folder.path("unbound.conf")]
            process.standardError = FileHandle.nullDevice
            try process.run()
            let resolver = LocalResolver(port: port)
            while process.isRunning {
                if try await !resolver.answer("good.test").addresses.isEmpty { return (resolver, process) }
            }
        }
        throw Failure.notStarted(String(decoding: try folder.read("log"), as: UTF8.self))
    }

    private enum Failure: Error {
        case notStarted(String)
    }

    private static func configuration(in folder: TemporaryFolder, port: Int) -> String {
        """
        server:
          interface: 127.0.0.1@\(port)
          interface: ::1@\(port)
          chroot: ""
          username: ""
          directory: "\(folder.path)"
          pidfile: ""
          use-syslog: no
          logfile: "\(folder.path("log"))"
          do-daemonize: no
          module-config: "iterator"
          local-zone: "test." nodefault
          num-threads: 1
        remote-control:
          control-enable: no
        auth-zone:
          name: "test."
          zonefile: "test.zone"
          for-downstream: no
          for-upstream: yes
          fallback-enabled: no

        """
    }
}
