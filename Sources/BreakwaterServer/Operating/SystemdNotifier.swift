import Dispatch
import Foundation
import Logging
import ServiceLifecycle

/// Tells the service manager how the process is (sd_notify(3)), where there is one: a datagram to the socket that `NOTIFY_SOCKET` names.
struct SystemdNotifier: Sendable {
    private let path: String?
    /// How often the manager wants to hear from us; `nil` where it does not.
    let watchdogInterval: Duration?

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let socket = environment["NOTIFY_SOCKET"] ?? ""
        path = socket.hasPrefix("/") || socket.hasPrefix("@") ? socket : nil
        let isOurs = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
        // Twice as often as is asked, as the manual recommends.
        watchdogInterval = isOurs ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds(max(1000, $0 / 2)) } : nil
    }

    func ready() { send("READY=1") }
    func stopping() { send("STOPPING=1") }
    func alive() { send("WATCHDOG=1") }

    /// `Type=notify-reload` wants the monotonic time of the beginning, so that it knows which end belongs to it.
    func reloading() {
        // Dispatch reads CLOCK_MONOTONIC.
        send("RELOADING=1\nMONOTONIC_USEC=\(DispatchTime.now().uptimeNanoseconds / 1000)")
    }

    /// Best effort: a manager that does not hear us decides by itself.
    private func send(_ text: String) {
        guard let path else { return }
        var name = Array(path.utf8)
        // An abstract socket's name begins with a zero byte.
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        // sockaddr_un: the family, then 108 bytes of name.
        guard name.count < 108 else { return }
        var address = [UInt8](repeating: 0, count: 110)
        let family = UInt16(AF_UNIX)
        (address[0], address[1]) = (UInt8(truncatingIfNeeded: family), UInt8(truncatingIfNeeded: family >> 8))
        for (index, byte) in name.enumerated() { address[2 + index] = byte }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        let length = socklen_t(2 + name.count + (name.first == 0 ? 0 : 1))
        // `address` has 110 bytes, `length` is at most as many; `bytes` is handed over with its own count.
        _ = unsafe address.withUnsafeBytes { raw in
            unsafe raw.withMemoryRebound(to: sockaddr.self) {
                unsafe sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0.baseAddress, length)
            }
        }
    }
}

/// Says that the process ends as soon as it is told to, and until then that it is alive.
struct ManagerService: Service {
    let notifier: SystemdNotifier
    let operations: OperationsState

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                notifier.alive()
                try? await Task.sleep(for: notifier.watchdogInterval ?? .seconds(3600))  // throws only when cancelled, which ends the loop
            }
        }
        operations.ends()
        notifier.stopping()
    }
}
