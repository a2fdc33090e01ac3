/// The ages a profile is made for, as in the UK Children's Code.
public enum AgeBand: String, Sendable, Hashable, Codable, CaseIterable {
    case from6to9 = "6-9"
    case from10to12 = "10-12"
    case from13to15 = "13-15"
    case from16to17 = "16-17"
    case adult
}
