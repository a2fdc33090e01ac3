public import BreakwaterPolicy

/// Where a topic belongs in school curricula, so that a teacher can find lessons in the schemes they already use.
///
/// - SeeAlso: UKCIS Education for a Connected World (8 strands), ILAS of Japan's MIC (7 abilities), Common Sense (6 topics).
public enum CurriculumStrand: String, Sendable, Hashable, Codable, CaseIterable {
    case onlineInformation = "online-information"
    case onlineRelationships = "online-relationships"
    case onlineBullying = "online-bullying"
    case onlineReputation = "online-reputation"
    case health
    case privacyAndSecurity = "privacy-and-security"
    case transactions
    case copyright

    /// The UKCIS strand's name.
    public var unitedKingdom: String {
        switch self {
        case .onlineInformation: "Managing online information"
        case .onlineRelationships: "Online relationships"
        case .onlineBullying: "Online bullying"
        case .onlineReputation: "Online reputation; Self-image and identity"
        case .health: "Health, wellbeing and lifestyle"
        case .privacyAndSecurity, .transactions: "Privacy and security"
        case .copyright: "Copyright and ownership"
        }
    }

    /// The ILAS ability that it trains.
    public var japan: LocalizedText {
        switch self {
        case .onlineInformation: LocalizedText(en: "1a and 1b, illegal and harmful content", ja: "1a・1b（違法情報・有害情報への対応）")
        case .onlineRelationships, .onlineBullying:
            LocalizedText(en: "2a, appropriate communication", ja: "2a（適切なコミュニケーション）")
        case .onlineReputation: LocalizedText(en: "3a, privacy", ja: "3a（プライバシーの保護）")
        case .health: LocalizedText(en: "2c, balanced use", ja: "2c（過度・不適切な利用の回避）")
        case .privacyAndSecurity: LocalizedText(en: "3b, security", ja: "3b（セキュリティ対策）")
        case .transactions: LocalizedText(en: "2b, safe transactions", ja: "2b（適切な商取引）")
        case .copyright: LocalizedText(en: "1a, illegal content", ja: "1a（違法情報への対応）")
        }
    }

    /// The Common Sense topic's name; `nil` where that scheme has none.
    public var commonSense: String? {
        switch self {
        case .onlineInformation: "News and Media Literacy"
        case .onlineRelationships: "Relationships and Communication"
        case .onlineBullying: "Cyberbullying, Digital Drama and Hate Speech"
        case .onlineReputation: "Digital Footprint and Identity"
        case .health: "Media Balance and Well-Being"
        case .privacyAndSecurity, .transactions: "Privacy and Security"
        case .copyright: nil
        }
    }
}
