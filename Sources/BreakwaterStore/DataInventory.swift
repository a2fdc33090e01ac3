public import BreakwaterPolicy

/// Everything that a store keeps, field by field: what for, and how long.
///
/// docs/PRIVACY.md and the transparency report publish it; a test holds it to the databases' real columns, so that a field
/// cannot be added in silence.
public enum DataInventory {
    /// One stored field.
    public struct Field: Sendable, Hashable {
        public let table: String
        public let name: String
        public let purpose: LocalizedText
        public let retention: Retention
    }

    /// How long a field stays.
    public enum Retention: String, Sendable, Hashable, CaseIterable {
        /// `StoreConfiguration.Retention.eventDays`, 30 days.
        case events
        /// `countDays`, 13 months.
        case counts
        /// `requestDays`, 30 days.
        case requests
        /// Until the permission expires.
        case grants
        /// `quotaDays`, 8 days.
        case quotas
        /// Until the hour is counted, at most an hour while the service runs.
        case untilCounted
        /// Two days.
        case batches
        /// As long as the store; says nothing of a person.
        case store

        /// The time in words, with the default numbers.
        public var words: LocalizedText {
            switch self {
            case .events, .requests: LocalizedText(en: "30 days", ja: "30日間")
            case .counts: LocalizedText(en: "13 months", ja: "13か月間")
            case .grants: LocalizedText(en: "until it expires", ja: "許可の期限まで")
            case .quotas: LocalizedText(en: "8 days", ja: "8日間")
            case .untilCounted: LocalizedText(en: "until counted, about an hour", ja: "集計まで（約1時間）")
            case .batches: LocalizedText(en: "2 days", ja: "2日間")
            case .store: LocalizedText(en: "as long as the store", ja: "保存先がある限り")
            }
        }
    }

    /// All fields, in the order of their tables.
    public static let fields: [Field] = tables.flatMap { table in
        table.fields.map { name, retention, en, ja in
            Field(table: table.name, name: name, purpose: LocalizedText(en: en, ja: ja), retention: retention)
        }
    }

    typealias Entry = (name: String, retention: Retention, en: String, ja: String)
    typealias Table = (name: String, fields: [Entry])
}
