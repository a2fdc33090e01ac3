public import BreakwaterPolicy

/// A place whose help points the report knows; the raw value is shown nowhere and kept in JSON.
public enum Country: String, Sendable, Hashable, Codable, CaseIterable {
    case unitedStates = "US"
    case unitedKingdom = "UK"
    case europeanUnion = "EU"
    case japan = "JP"

    /// The places that fit a reader: the time zone decides where it is telling, else the language.
    ///
    /// - Parameter timeZone: an IANA name as in a policy; `UTC` tells nothing.
    public static func likely(language: Language, timeZone: String?) -> [Country] {
        if let zone = timeZone {
            if zone == "Asia/Tokyo" || zone == "Japan" { return [.japan] }
            if zone == "Europe/London" || zone == "GB" { return [.unitedKingdom] }
            if zone.hasPrefix("US/") || unitedStatesZones.contains(zone) { return [.unitedStates] }
            if zone.hasPrefix("Europe/") { return [.europeanUnion] }
        }
        switch language {
        case .japanese: return [.japan]
        case .english: return [.unitedStates, .unitedKingdom, .europeanUnion]
        }
    }

    public var name: LocalizedText {
        switch self {
        case .unitedStates: LocalizedText(en: "United States", ja: "アメリカ合衆国")
        case .unitedKingdom: LocalizedText(en: "United Kingdom", ja: "イギリス")
        case .europeanUnion: LocalizedText(en: "European Union", ja: "欧州連合")
        case .japan: LocalizedText(en: "Japan", ja: "日本")
        }
    }

    private static let unitedStatesZones: Set<String> = [
        "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix", "America/Detroit",
        "America/Anchorage", "America/Boise", "Pacific/Honolulu",
    ]
}
