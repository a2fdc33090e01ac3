import Foundation

/// The folder of a configuration that is converted: finds and reads its files, and nothing outside it.
struct ConversionSource {
    struct Line {
        let text: String
        let file: String
        let number: Int
    }

    static let maximumBytes = 256 << 20

    /// The real path of the folder.
    let root: String
    /// Where the configuration lay when it ran: a path under it is looked for under ``root``.
    let installedRoots: [String]

    init(folder: String, installedRoots: [String]) {
        root = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath().path
        self.installedRoots = installedRoots
    }

    /// The file that a configuration names.
    ///
    /// - Parameter file: the file that names it; relative paths start from its folder.
    func find(_ written: String, from file: String) -> Result<String, MissingFile> {
        var path = written
        for installed in installedRoots where path == installed || path.hasPrefix(installed + "/") {
            path = root + path.dropFirst(installed.count)
            break
        }
        if !path.hasPrefix("/") { path = (file as NSString).deletingLastPathComponent + "/" + path }
        for candidate in [path, path + ".in"] {
            let real = URL(fileURLWithPath: candidate).standardizedFileURL.resolvingSymlinksInPath().path
            guard real.hasPrefix(root + "/") else { return .failure(.outside) }
            if FileKind.of(real) == .file { return .success(real) }
        }
        return .failure(.absent)
    }

    enum MissingFile: Error {
        case outside
        case absent

        var message: String {
            switch self {
            case .outside: "lies outside the configuration's folder and is not read"
            case .absent: "does not exist"
            }
        }
    }

    /// A path as the report names it.
    func shown(_ path: String) -> String { path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path }

    /// The file's lines, whatever its character set, numbered from 1.
    func lines(of path: String) throws(ServerError) -> [Line] {
        let text = ListText(try CompressedFile.contents(of: path, limit: Self.maximumBytes), path: path)
        let shown = shown(path)
        var number = 0
        return String(decoding: text.bytes, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }.map { line in
            number += 1
            return Line(text: String(line), file: shown, number: number)
        }
    }
}
