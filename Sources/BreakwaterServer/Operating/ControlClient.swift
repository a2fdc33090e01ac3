import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Talks to the process that runs with a state folder, through its control socket.
public struct ControlClient: Sendable {
    private static let deadline = TimeAmount.seconds(10)

    private let path: String

    public init(stateDirectory: String) { path = stateDirectory + "/" + OperationsServer.socketName }

    /// What the process says of itself.
    ///
    /// - Returns: `nil` where no process answers.
    public func status() async throws -> OperationsStatus? {
        guard let body = await ask(.GET, "/status") else { return nil }
        do {
            return try JSONDecoder().decode(OperationsStatus.self, from: Data(body.readableBytesView))
        } catch {
            throw ServerError(.unreadable, "the process at \(path) answers what this version does not understand")
        }
    }

    /// Tells the process that grants changed in the store; when this returns `true`, they hold.
    public func grantsChanged() async -> Bool { await ask(.POST, "/grants") != nil }

    private func ask(_ method: HTTPMethod, _ uri: String) async -> ByteBuffer? {
        guard FileManager.default.fileExists(atPath: path), let url = URL(httpURLWithSocketPath: path, uri: uri) else { return nil }
        do {
            var request = HTTPClientRequest(url: url.absoluteString)
            request.method = method
            let response = try await HTTPClient.shared.execute(request, timeout: Self.deadline)
            guard response.status == .ok else { return nil }
            return try await response.body.collect(upTo: 1 << 20)
        } catch {
            // A socket that nobody listens on was left behind by a process that was killed.
            return nil
        }
    }
}
