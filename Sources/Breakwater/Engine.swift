public import BreakwaterBundle
package import BreakwaterMatching
public import BreakwaterPolicy
public import BreakwaterURL
public import Foundation

/// One opened bundle and the decisions it holds: a pure function of bundle, profile, request and clock.
///
/// Immutable and safe to share between threads; every thread brings its own ``MatchScratch``. The bundle stays mapped for as long as
/// the engine lives, and processes that open the same file share its pages.
public final class Engine: Sendable {
    /// SHA-256 of the bundle's contents, in hexadecimal.
    public let identity: String
    /// Seconds since the epoch.
    public let createdAt: Int64
    /// The policy that was compiled: categories, profiles, assignments and list sources.
    public let policy: Policy
    /// What each list brought in, in the policy's order.
    public let inventory: [ListInventory]
    package let matcher: Matcher
    let timeZone: TimeZone
    let profiles: [CompiledProfile]
    /// Those of ``profiles``, apart: they lie together, and nothing else is touched where a profile has no times.
    let profileFacts: [ProfileFacts]
    /// Apart from the profiles, so that finding one by name copies no profile.
    private let profileIDs: [ProfileID]
    private let defaultProfileIndex: Int
    let listKinds: [ListSource.Kind]

    /// Opens a bundle.
    ///
    /// - Parameter path: a file that `breakwater compile` wrote. It must not be cut while the engine lives; the compiler renames new
    ///   bundles into place and never writes in place.
    /// - Throws: ``BundleError``.
    /// - Complexity: O(bundle) with checksums (about 10 GB/s), O(policy) without; nothing is copied but the policy.
    public init(contentsOf path: String, verification: BundleVerification = .full) throws(BundleError) {
        let reader = try BundleReader(path: path, verification: verification)
        identity = SHA256.hexadecimal(reader.identity)
        createdAt = reader.createdAt
        let policy: Policy = try Self.decode(reader.section(.policy), reader)
        inventory = try Self.decode(reader.section(.inventory), reader)
        matcher = try Matcher(reader)
        guard policy.categories.count <= CategorySet.capacity, !policy.profiles.isEmpty,
            policy.profiles.contains(where: { $0.id == policy.defaultProfile })
        else { throw BundleError(.invalid, "\(path): the policy in the bundle is not whole; compile the policy again") }
        guard let zone = TimeZone(identifier: policy.timeZone) else {
            throw BundleError(.invalid, "\(path): this machine does not know the policy's time zone `\(policy.timeZone)`; install tzdata")
        }
        timeZone = zone
        var indexes: [CategoryID: UInt8] = [:]
        for (index, category) in policy.categories.enumerated() { indexes[category.id] = UInt8(clamping: index) }
        profiles = policy.profiles.map { CompiledProfile($0, categories: indexes) }
        profileFacts = profiles.map(\.facts)
        listKinds = policy.lists.map(\.kind)
        profileIDs = policy.profiles.map(\.id)
        defaultProfileIndex = profileIDs.firstIndex(of: policy.defaultProfile) ?? 0
        self.policy = policy
    }

    private static func decode<Value: Decodable>(_ section: BundleSection, _ reader: BundleReader) throws(BundleError) -> Value {
        let bytes = section.bytes
        let data = Data((0..<bytes.byteCount).map { bytes.u8(at: $0) })
        do {
            return try JSONDecoder().decode(Value.self, from: data)
        } catch {
            throw BundleError(.invalid, "\(reader.path): the policy in the bundle cannot be read (\(error)); compile the policy again")
        }
    }

    /// The instant as the policy's time zone sees it. Once a second is often enough.
    public func moment(at date: Date = Date()) -> Moment { Moment(date, in: timeZone) }

    /// The profile of a client: the first assignment whose every given condition holds, else the policy's default.
    public func profile(forAddress address: IPAddress?, user: String?, listener: String?) -> ProfileID {
        let canonical = address?.canonical
        for assignment in policy.assignments {
            if let prefix = assignment.prefix {
                guard let canonical, prefix.contains(canonical) else { continue }
            }
            if let name = assignment.user, name != user { continue }
            if let name = assignment.listener, name != listener { continue }
            return assignment.profile
        }
        return policy.defaultProfile
    }

    /// The index of a profile; the default one's for a name that the policy does not have.
    func index(of profile: ProfileID) -> Int {
        for index in profileIDs.indices where profileIDs[index] == profile { return index }
        return defaultProfileIndex
    }

    /// `nil` where the bundle has no phrases.
    public func makeTextScanner() -> TextScanner? {
        matcher.phrases.isEmpty ? nil : TextScanner(matcher.phrases, categoryCount: policy.categories.count)
    }
}
