import Foundation

/// Finds the household preset where nobody named a policy.
public enum PresetFinder {
    private static let preset = "Policies/household.yaml"

    /// - Parameter given: the path that the configuration names; it is taken as it is.
    /// - Throws: `notFound` where there is no preset; the message says where it was looked for.
    public static func path(of given: String?) throws(ServerError) -> String {
        if let given { return given }
        if let found = file(preset) { return found }
        let candidates = candidates(preset)
        throw ServerError(
            .notFound, "no policy is named and none of these is there: \(candidates.joined(separator: ", ")); give --policy FILE.yaml")
    }

    /// A file that comes with Breakwater, such as `Policies/household.yaml`, where it is.
    public static func file(_ relative: String) -> String? {
        candidates(relative).first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The working folder, the folders above the executable (a build inside the project's folder), an installation.
    private static func candidates(_ relative: String) -> [String] {
        var found = [relative]
        // Fails where there is no /proc; then only the other places are looked at.
        if let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            var folder = (executable as NSString).deletingLastPathComponent
            for _ in 0..<5 where folder.count > 1 {
                found.append(folder + "/" + relative)
                found.append(folder + "/share/breakwater/" + relative)
                folder = (folder as NSString).deletingLastPathComponent
            }
        }
        return found + ["/usr/local/share/breakwater/" + relative, "/usr/share/breakwater/" + relative]
    }
}
