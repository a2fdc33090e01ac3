import Foundation

/// `breakwater convert`: the configuration of another filter becomes a policy folder, with a report of what could not come along.
public struct PolicyConversion: Sendable {
    public enum Format: String, Sendable, CaseIterable {
        case e2guardian
        case squidGuard = "squidguard"
    }

    public let report: ConversionReport
    /// How many there are in the policy.
    public let categoryCount: Int
    public let listCount: Int
    public let profileCount: Int
    private let policy: ConvertedPolicy

    /// - Parameters:
    ///   - path: the folder of an e2guardian.conf, that file, or a squidGuard.conf.
    ///   - format: `nil` tells it from the file's name.
    public init(_ path: String, format: Format? = nil) throws(ServerError) {
        switch format ?? Self.format(of: path) {
        case .e2guardian:
            var converter = try E2GuardianConverter(path)
            try converter.convert()
            (policy, report) = (converter.policy, converter.report)
        case .squidGuard:
            var converter = try SquidGuardConverter(path)
            try converter.convert()
            (policy, report) = (converter.policy, converter.report)
        case nil:
            throw ServerError(
                .invalid, "neither the folder of an e2guardian.conf nor a squidGuard.conf; name the format with --format",
                at: DocumentPosition(file: path, line: 0))
        }
        categoryCount = policy.categories.count
        listCount = policy.lists.count
        profileCount = policy.groups.count
    }

    private static func format(of path: String) -> Format? {
        let name = (path as NSString).lastPathComponent.lowercased()
        if name.hasPrefix("squidguard") { return .squidGuard }
        if name.hasPrefix("e2guardian") || name.hasPrefix("dansguardian") { return .e2guardian }
        let hasConfiguration = ["e2guardian.conf", "e2guardian.conf.in"].contains { FileKind.of(path + "/" + $0) == .file }
        return hasConfiguration ? .e2guardian : nil
    }

    /// Writes `policy.yaml`, `lists/` and `report.txt` into a folder that has no policy yet.
    public func write(to folder: String) throws(ServerError) {
        try policy.write(to: folder)
        do {
            try report.text.write(toFile: folder + "/report.txt", atomically: true, encoding: .utf8)
        } catch {
            throw ServerError(.unwritable, "cannot be written", at: DocumentPosition(file: folder + "/report.txt", line: 0))
        }
    }
}
