import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Fetches the subscribed lists and keeps the last good copy of each.
///
/// `https:` only, so that nobody on the way can change what a child may read; `http:` to a loopback address is for tests. A copy is
/// replaced by renaming a complete file, so that a compile that runs meanwhile reads the old or the new one, never half of one.
public struct ListSubscriptions: Sendable {
    private let subscriptions: [ListSubscription]
    private let settings: ServerConfiguration.Lists
    private let allowsChange: Bool
    private let now: @Sendable () -> Int64

    /// - Parameter allowsChange: takes a list also where it shrank or grew by more than a fifth.
    public init(
        _ subscriptions: [ListSubscription], settings: ServerConfiguration.Lists = ServerConfiguration.Lists(), allowsChange: Bool = false,
        now: (@Sendable () -> Int64)? = nil
    ) {
        self.allowsChange = allowsChange
        self.subscriptions = subscriptions
        self.settings = settings
        self.now = now ?? { Int64(Date().timeIntervalSince1970) }
    }

    /// Asks each server once, one after the other.
    /// - Parameter progress: told of each list as it is done.
    public func update(progress: (ListUpdate) -> Void = { _ in }) async throws -> [ListUpdate] {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(30)
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var updates: [ListUpdate] = []
        // `update` never throws, so that the client is always shut down.
        for subscription in subscriptions {
            let update = await update(subscription, with: client)
            updates.append(update)
            progress(update)
        }
        try await client.shutdown()
        return updates
    }

    /// How the copies stand, without asking anybody.
    public func status() -> [ListStatus] {
        subscriptions.map { subscription in
            let state = ListCopies.state(of: subscription)
            return ListStatus(
                id: subscription.id, url: subscription.url, fetchedAt: state?.fetchedAt, checkedAt: state?.checkedAt,
                byteCount: state?.byteCount)
        }
    }

    private func update(_ subscription: ListSubscription, with client: HTTPClient) async -> ListUpdate {
        do {
            return ListUpdate(id: subscription.id, outcome: try await fetch(subscription, with: client))
        } catch let error as ServerError {
            return ListUpdate(id: subscription.id, outcome: .failed(error.message))
        } catch {
            return ListUpdate(id: subscription.id, outcome: .failed("the server cannot be reached: \(error)"))
        }
    }

    private func fetch(_ subscription: ListSubscription, with client: HTTPClient) async throws -> ListUpdate.Outcome {
        let state = ListCopies.state(of: subscription)
        var url = try ListAddress.checked(subscription.url)
        for _ in 0...ListAddress.maximumRedirects {
            let response = try await client.execute(request(url, state), timeout: .seconds(settings.timeout.components.seconds))
            switch response.status.code {
            case 200:
                return try await keep(response, subscription)
            case 304:
                guard var state else { throw ServerError(.fetchFailed, "the server says `not modified` of a copy that was never fetched") }
                state.checkedAt = now()
                try ListCopies.write(state, of: subscription)
                return .unchanged
            case 301, 302, 303, 307, 308:
                // Followed here and not by the client, which would follow `https:` to `http:`.
                guard let location = response.headers.first(name: "location"), let next = URL(string: location, relativeTo: URL(string: url))
                else { throw ServerError(.fetchFailed, "the server redirects to nowhere") }
                url = try ListAddress.checked(next.absoluteString)
            default:
                throw ServerError(.fetchFailed, "the server answered \(response.status.code)")
            }
        }
        throw ServerError(.fetchFailed, "the server redirects more than \(ListAddress.maximumRedirects) times")
    }

    private func request(_ url: String, _ state: ListCopyState?) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "user-agent", value: "Breakwater")
        if let tag = state?.entityTag { request.headers.add(name: "if-none-match", value: tag) }
        if let date = state?.lastModified { request.headers.add(name: "if-modified-since", value: date) }
        return request
    }

    private func keep(_ response: HTTPClientResponse, _ subscription: ListSubscription) async throws -> ListUpdate.Outcome {
        var download = try ListDownload(subscription)
        for try await part in response.body {
            guard download.byteCount + part.readableBytes <= settings.maximumBytes else {
                throw ServerError(.tooLarge, "the list is larger than \(settings.maximumBytes >> 20) MiB (`lists.maximum-mib`)")
            }
            try download.append(Data(part.readableBytesView))
        }
        if let length = response.headers.first(name: "content-length").flatMap(Int.init), length != download.byteCount {
            throw ServerError(.fetchFailed, "the answer ended after \(download.byteCount) of \(length) bytes")
        }
        guard download.byteCount > 0 else { throw ServerError(.fetchFailed, "the list is empty") }
        if !allowsChange, let concern = try ListGrowth.concern(subscription, download.partial) {
            throw ServerError(.refused, "\(concern.message); look at it, and take it with --allow-change if it is right")
        }
        let count = download.byteCount
        let time = now()
        try download.putIntoPlace()
        try ListCopies.write(
            ListCopyState(
                url: subscription.url, entityTag: response.headers.first(name: "etag"),
                lastModified: response.headers.first(name: "last-modified"), fetchedAt: time, checkedAt: time, byteCount: count),
            of: subscription)
        return .fetched(count)
    }
}
