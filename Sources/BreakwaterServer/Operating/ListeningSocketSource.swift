import BreakwaterURL
import Foundation
import NIOCore

/// A socket that listens already.
struct ListeningSocket: Sendable, Hashable {
    var descriptor: Int32
    var address: IPAddress
    var port: Int
    /// `FileDescriptorName=` of the socket unit.
    var name: String?
}

/// Sockets from the service manager (socket activation, sd_listen_fds(3)), or bound here before privileges are dropped.
enum ListeningSocketSource {
    /// The first descriptor that a manager passes.
    private static let first: Int32 = 3

    /// What the manager passed; nothing where it passed nothing, or to another process.
    ///
    /// - Throws: `invalid` where one of them is no TCP socket that listens.
    static func inherited(environment: [String: String] = ProcessInfo.processInfo.environment) throws(ServerError) -> [ListeningSocket] {
        guard environment["LISTEN_PID"].flatMap({ Int32($0) }) == getpid(), let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }),
            (1...64).contains(count)
        else { return [] }
        let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        var sockets: [ListeningSocket] = []
        for index in 0..<count {
            let descriptor = first + index
            // A child of ours must not keep the port.
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            guard var socket = describe(descriptor) else {
                throw ServerError(
                    .invalid, "descriptor \(descriptor), from the service manager, is no TCP socket: use ListenStream=ADDRESS:PORT")
            }
            if names.indices.contains(Int(index)), !names[Int(index)].isEmpty { socket.name = names[Int(index)] }
            sockets.append(socket)
        }
        return sockets
    }

    /// Binds and listens, while the process still may.
    static func bind(_ listener: ListenAddress) throws -> ListeningSocket {
        let isV6 = listener.address.family == .v6
        let descriptor = socket(isV6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
        var on: Int32 = 1
        // Bound: each option is one Int32, handed over with its size.
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        if isV6 { _ = unsafe setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, socklen_t(MemoryLayout<Int32>.size)) }
        let address = try SocketAddress(ipAddress: listener.address.description, port: listener.port)
        let isBound = unsafe address.withSockAddr { pointer, size in unsafe Foundation.bind(descriptor, pointer, socklen_t(size)) == 0 }
        guard isBound, listen(descriptor, 1024) == 0, var found = describe(descriptor) else {
            let code = errno
            close(descriptor)
            throw IOError(errnoCode: code, reason: "bind")
        }
        found.name = listener.name
        return found
    }

    /// The address of a stream socket of IPv4 or IPv6; `nil` for anything else.
    private static func describe(_ descriptor: Int32) -> ListeningSocket? {
        var type: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        // Bound: one Int32, with its size.
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0, type == Int32(SOCK_STREAM.rawValue) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 128)
        var length = socklen_t(bytes.count)
        // Bound: the kernel writes at most `length` bytes, which is the array's count.
        let status = unsafe bytes.withUnsafeMutableBytes { raw in
            unsafe raw.withMemoryRebound(to: sockaddr.self) { unsafe getsockname(descriptor, $0.baseAddress, &length) }
        }
        guard status == 0 else { return nil }
        // sin_family in the machine's order, then the port and the address in network order.
        let family = Int32(bytes[0]) | Int32(bytes[1]) << 8
        let port = Int(bytes[2]) << 8 | Int(bytes[3])
        func number(_ range: Range<Int>) -> UInt128 { bytes[range].reduce(0) { $0 << 8 | UInt128($1) } }
        switch family {
        case AF_INET:
            return ListeningSocket(
                descriptor: descriptor, address: IPAddress(v4: UInt32(truncatingIfNeeded: number(4..<8))), port: port)
        case AF_INET6: return ListeningSocket(descriptor: descriptor, address: IPAddress(v6: number(8..<24)), port: port)
        default: return nil
        }
    }
}
