import BreakwaterConsole
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A client that says exactly what a test wants, also in `Host` and `Cookie`: URLSession would not.
enum RawClient {
    struct Failure: Error {}

    static func send(
        _ method: String = "GET", _ path: String, to host: String = "127.0.0.1", port: Int, fields: [String: String] = [:],
        body: String? = nil,
        hostField: String? = "localhost"
    ) async throws -> Answer {
        var text = "\(method) \(path) HTTP/1.1\r\nConnection: close\r\n"
        if let hostField { text += "Host: \(hostField)\r\n" }
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if let body {
            if fields["Content-Type"] == nil { text += "Content-Type: application/x-www-form-urlencoded\r\n" }
            text += "Content-Length: \(body.utf8.count)\r\n"
        }
        let message = text + "\r\n" + (body ?? "")
        // Why: the sockets block, and the server under test needs the threads that tasks run on.
        let bytes = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<[UInt8], any Error>) in
            Thread.detachNewThread {
                continuation.resume(with: Result { try exchange(Array(message.utf8), host: host, port: port) })
            }
        }
        return try parse(String(decoding: bytes, as: UTF8.self))
    }

    private static func exchange(_ message: [UInt8], host: String, port: Int) throws -> [UInt8] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_NUMERICHOST
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0, let info = unsafe list else { throw Failure() }
        defer { unsafe freeaddrinfo(info) }
        let descriptor = unsafe socket(info.pointee.ai_family, info.pointee.ai_socktype, 0)
        guard descriptor >= 0 else { throw Failure() }
        defer { _ = close(descriptor) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard unsafe connect(descriptor, info.pointee.ai_addr, info.pointee.ai_addrlen) == 0 else { throw Failure() }
        var sent = 0
        while sent < message.count {
            let count = unsafe message[sent...].withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure() }
            sent += count
        }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { break }
            result += buffer[..<count]
        }
        return result
    }

    private static func parse(_ text: String) throws -> Answer {
        guard let end = text.range(of: "\r\n\r\n") else { throw Failure() }
        var lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines.removeFirst().split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { throw Failure() }
        var fields: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return Answer(status: status, fields: fields, body: String(text[end.upperBound...]))
    }
}

extension TestConsole {
    func send(
        _ method: String = "GET", _ path: String, on host: String = "127.0.0.1", fields: [String: String] = [:], body: String? = nil,
        hostField: String? = "localhost"
    ) async throws -> Answer {
        guard let port = ports[host] else { throw RawClient.Failure() }
        return try await RawClient.send(method, path, to: host, port: port, fields: fields, body: body, hostField: hostField)
    }

    /// Logs in and returns the field that carries the session, and the form token.
    func logIn(language: String = "en") async throws -> (fields: [String: String], formToken: String) {
        let answer = try await send("POST", "/login", body: "token=\(server.token.text)")
        guard answer.status == 303, let session = answer.session else { throw RawClient.Failure() }
        let fields = ["Cookie": "breakwater-session=\(session)", "Accept-Language": language]
        guard let formToken = try await send("GET", "/", fields: fields).formToken else { throw RawClient.Failure() }
        return (fields, formToken)
    }

    var asProgram: [String: String] { ["Authorization": "Bearer \(server.token.text)", "Content-Type": "application/json"] }
}
