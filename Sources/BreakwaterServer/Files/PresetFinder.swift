import Foundation

/// Finds the household preset where nobody named a policy.
public enum PresetFinder {
    private static let preset = "Policies/household.yaml"

    /// - Parameter given: the path that the configuration names; it is taken as it is.
    /// - Throws: `notFound` where there is no preset; the message says where it was looked for.
    public static func path(of given: String?) throws(ServerError) -> String {
        if let given { return given }
        let candidates = Self.candidates
        if let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) { return found }
        throw ServerError(
            .notFound, "no policy is named and none of these is there: \(candidates.joined(separator: ", ")); give --policy FILE.yaml")
    }

    /// The working folder, the folders above the executable (a build inside the project's folder), an installation.
    private static var candidates: [String] {
        var found = [preset]
        // Fails where there is no /proc; then only the other places are looked at.
        if let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            var folder = (executable as NSString).deletingLastPathComponent
            for _ in 0..<5 where folder.count > 1 {
                found.append(folder + "/" + preset)
                found.append(folder + "/share/breakwater/" + preset)
                folder = (folder as NSString).deletingLastPathComponent
            }
        }
        return found + ["/usr/local/share/breakwater/" + preset, "/usr/share/breakwater/" + preset]
    }
}
