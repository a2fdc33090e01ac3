import Breakwater
public import BreakwaterPolicy
public import BreakwaterStore
import BreakwaterURL
import Foundation

/// Where a guardian answers what was asked on pages: the store of a configuration, and the process that runs with it, if one does.
///
/// The store is what counts; the process is told, so that an answer holds when the command ends.
public struct GuardianDesk: Sendable {
    public let policy: Policy
    private let store: EventStore
    private let control: ControlClient

    /// - Throws: where nothing is stored, or the policy cannot be read.
    public init(_ configuration: ServerConfiguration) throws {
        if let bundle = configuration.bundlePath {
            policy = try Engine(contentsOf: bundle).policy
        } else {
            policy = try PolicyReader().read(contentsOf: PresetFinder.path(of: configuration.policyPath)).policy
        }
        let path = configuration.events.database ?? configuration.stateDirectory + "/events.db"
        store = try EventArchive.openExisting(path, for: policy, settings: configuration.events)
        control = ControlClient(stateDirectory: configuration.stateDirectory)
    }

    /// - Parameter state: only those in this state, or all for `nil`.
    public func requests(in state: AccessRequest.State?) async throws -> [AccessRequest] { try await store.accessRequests(in: state) }

    /// The grants that hold now.
    public func grants() async throws -> [Grant] { try await store.activeGrants(at: Int64(Date().timeIntervalSince1970)) }

    public func appeals() async throws -> [Appeal] { try await store.appeals() }

    /// Says yes.
    ///
    /// - Parameters:
    ///   - term: `30m`, `2h`, `3d`, `today` or `always`; `nil` takes what was asked for, and today where nothing was.
    ///   - pattern: another scope than the one asked for.
    /// - Returns: the grant, and whether a running process knows it already.
    public func approve(_ id: AccessRequest.ID, for term: String?, pattern: String?) async throws -> (grant: Grant, holdsAtOnce: Bool) {
        if let pattern {
            do { _ = try EntryPattern(pattern) } catch {
                throw ServerError(.invalid, "`\(pattern)` is no entry: \(error.message); write `example.org` or `example.org/path`")
            }
        }
        let now = try TimeText.moment(nil, in: policy)
        let end: Int64
        if let term {
            end = try Self.end(term, now: now)
        } else {
            let asked = try await requests(in: .pending).first { $0.id == id }
            end = (asked?.term ?? .today).expiry(from: now)
        }
        let grant = try await store.approve(id, until: end, pattern: pattern)
        return (grant, await control.grantsChanged())
    }

    public func deny(_ id: AccessRequest.ID) async throws { try await store.deny(id) }

    /// Takes a grant back.
    public func revoke(_ id: Grant.ID) async throws -> Bool {
        try await store.endGrant(id)
        return await control.grantsChanged()
    }

    public func decideAppeal(_ id: Appeal.ID, as state: Appeal.State) async throws { try await store.decideAppeal(id, as: state) }

    public func close() throws { try store.close() }

    /// When something ends, in words.
    public func describe(end: Int64) -> String {
        end >= GrantTerm.endless ? "until it is taken back" : "until " + TimeText.describe(end, in: policy)
    }

    public func describe(minute: Int64) -> String { TimeText.describe(minute.multipliedReportingOverflow(by: 60).partialValue, in: policy) }

    private static func end(_ text: String, now: Moment) throws(ServerError) -> Int64 {
        if let term = GrantTerm(rawValue: text) { return term.expiry(from: now) }
        let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), (1...525_600).contains(count) else {
            throw ServerError(.invalid, "`\(text)` is no time: write `30m`, `2h`, `3d`, `today` or `always`")
        }
        return now.secondsSinceEpoch + min(count * unit, 366 * 86_400)
    }
}
