import BreakwaterRules
import Foundation

/// Compares a fetched list with the copy that it would replace, by the rule of ``RegressionGate``.
enum ListGrowth {
    /// - Returns: `nil` where there is no copy yet, or the change is small.
    static func concern(_ subscription: ListSubscription, _ fetched: String) throws(ServerError) -> RegressionGate.Concern? {
        guard FileManager.default.fileExists(atPath: subscription.path) else { return nil }
        let before = try entries(subscription.path, subscription)
        return RegressionGate.change(of: subscription.id, from: before, to: try entries(fetched, subscription))
    }

    /// A list whose format nobody can tell has none.
    private static func entries(_ path: String, _ subscription: ListSubscription) throws(ServerError) -> Int {
        let bytes = ListText(try CompressedFile.contents(of: path), path: path).bytes
        let head = bytes.span.extracting(first: min(bytes.count, ListFormat.detectionLength))
        let named = subscription.format.flatMap(ListFormat.init(rawValue:))
        guard let format = named ?? ListFormat.detect(head, fileName: subscription.id) else { return 0 }
        var census = ListCensus(diagnosticLimit: 0)
        ListParser(format: format, file: path).parse(bytes.span, into: &census)
        return census.entries
    }
}
