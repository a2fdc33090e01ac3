public import BreakwaterPolicy
public import BreakwaterStore
import Foundation

/// Opens the event store with a policy's time zone and a configuration's retention.
public enum EventArchive {
    /// - Parameters:
    ///   - location: an SQLite file, or a `postgresql:` address.
    ///   - settings: how long things are kept.
    public static func open(
        _ location: String, for policy: Policy, settings: ServerConfiguration.Events? = nil
    ) throws(StoreError) -> EventStore {
        try open(StoreLocation(location), for: policy, settings: settings)
    }

    /// The same for a store that must be there: a report of a misspelt file would be a report of nothing.
    public static func openExisting(
        _ location: String, for policy: Policy, settings: ServerConfiguration.Events? = nil
    ) throws(StoreError) -> EventStore {
        let parsed = StoreLocation(location)
        return try open(parsed == .file(location) ? .existingFile(location) : parsed, for: policy, settings: settings)
    }

    private static func open(
        _ location: StoreLocation, for policy: Policy, settings: ServerConfiguration.Events?
    ) throws(StoreError) -> EventStore {
        let settings = settings ?? ServerConfiguration.Events()
        var configuration = StoreConfiguration()
        configuration.timeZone = TimeZone(identifier: policy.timeZone) ?? .gmt
        configuration.retention.eventDays = settings.retentionDays
        // 30.44 days a month, rounded up: a count of 13 months ago must still be there.
        configuration.retention.countDays = (settings.countRetentionMonths * 3044 + 99) / 100
        return try EventStore(at: location, configuration: configuration)
    }
}
