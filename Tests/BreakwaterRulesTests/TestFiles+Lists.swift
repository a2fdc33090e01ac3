import Foundation
import TestSupport

extension TestFiles {
    static let corpus = root.appending(path: "Corpus/rules")

    /// Paths of the data's files, relative to it.
    static func files(under folder: String, where isWanted: (String) -> Bool = { _ in true }) -> [String] {
        guard let data else { return [] }
        let names = FileManager.default.subpaths(atPath: data.appending(path: folder).path) ?? []
        return names.filter { name in
            var isDirectory: ObjCBool = false
            let path = data.appending(path: folder).appending(path: name).path
            // The pointer to the local is used during the call only.
            let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            return exists && !isDirectory.boolValue && isWanted(name)
        }.map { "\(folder)/\($0)" }.sorted()
    }
}
