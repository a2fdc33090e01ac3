public import Foundation

/// Renders a report as JSON: the model itself, keys sorted, so that equal reports are equal bytes.
public struct JSONRenderer: Sendable {
    public init() {}

    /// - Returns: UTF-8, ending in a line feed.
    /// - Throws: what `JSONEncoder` throws; a model made by ``ReportBuilder`` always encodes.
    public func render(_ model: ReportModel) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        var data = try encoder.encode(model)
        data.append(0x0A)
        return data
    }
}
