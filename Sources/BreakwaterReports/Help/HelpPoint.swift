public import BreakwaterPolicy

/// A service that a reader can turn to, as it was last verified.
public struct HelpPoint: Sendable, Hashable, Identifiable {
    /// How sure we are of the entry.
    public enum Standing: String, Sendable, Hashable {
        /// Read at the service or in a current source on ``HelpPoint/verifiedAt``.
        case verified
        /// Known, but not yet read at the source: never shown.
        case needsVerification
    }

    /// Stable, `jp-childline`.
    public var id: String
    public var country: Country
    public var name: LocalizedText
    /// What it is for, in a few words.
    public var purpose: LocalizedText
    /// A telephone number as people of the country write it; `nil` where there is none.
    public var phone: String?
    /// `https:` address; `nil` where there is none.
    public var address: String?
    public var needs: [HelpNeed]
    public var standing: Standing
    /// `2026-11-20`; the day the entry was last checked, `nil` where it never was.
    public var verifiedAt: String?
}

/// The help points that ship with this version.
public enum HelpDirectory {
    /// The age in days from which an entry is too old to ship; a test holds it.
    public static let maximumAge = 180

    /// The verified points of some countries, in the order of the countries.
    public static func points(in countries: [Country]) -> [HelpPoint] {
        countries.flatMap { country in all.filter { $0.country == country && $0.standing == .verified } }
    }

    /// The verified points that fit any of the needs, best first: by the order of `needs`, then the directory's.
    public static func points(for needs: [HelpNeed], in countries: [Country]) -> [HelpPoint] {
        var found: [HelpPoint] = []
        let candidates = points(in: countries)
        for need in needs {
            for point in candidates where point.needs.contains(need) && !found.contains(where: { $0.id == point.id }) {
                found.append(point)
            }
        }
        return found
    }

    /// Every entry, also those that wait for verification.
    package static let all: [HelpPoint] = japan + unitedKingdom + unitedStates + europeanUnion
}
