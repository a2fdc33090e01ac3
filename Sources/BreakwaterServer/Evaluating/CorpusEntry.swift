import BreakwaterPolicy
import Foundation

/// One labelled URL or page of a corpus; Corpus/README.md has the format.
struct CorpusEntry: Hashable {
    enum Subject: Hashable {
        case url(String)
        /// The path of a page.
        case page(String)
    }

    let subject: Subject
    /// As the corpus names it, for a report.
    let name: String
    /// The action that is right.
    let label: Action
    /// What it must be taken for; of an `allow`, what it might wrongly be taken for.
    let category: CategoryID
    /// `nil` stands for every profile.
    let profile: String?
    let language: String
}

/// Reads a corpus: a folder with `urls.tsv` and `pages.tsv`, or one such file.
struct CorpusReader {
    private static let fieldCount = 6

    /// - Throws: `unreadable`, or `invalid` with the line of the first entry that is not right.
    static func read(_ path: String) throws -> [CorpusEntry] {
        guard FileKind.of(path) == .folder else {
            let isPages = (path as NSString).lastPathComponent.hasPrefix("pages")
            return try entries(in: path, pages: isPages ? (path as NSString).deletingLastPathComponent + "/pages" : nil)
        }
        var found: [CorpusEntry] = []
        if FileKind.of(path + "/urls.tsv") == .file { found += try entries(in: path + "/urls.tsv", pages: nil) }
        if FileKind.of(path + "/pages.tsv") == .file { found += try entries(in: path + "/pages.tsv", pages: path + "/pages") }
        guard !found.isEmpty else {
            throw ServerError(.invalid, "holds no `urls.tsv` and no `pages.tsv` with entries", at: DocumentPosition(file: path, line: 0))
        }
        return found
    }

    private static func entries(in path: String, pages: String?) throws -> [CorpusEntry] {
        var file = try LineFile(path: path)
        var found: [CorpusEntry] = []
        while let line = try file.next() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let position = DocumentPosition(file: path, line: file.lineNumber)
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == fieldCount, let label = Action(rawValue: fields[1]), let category = CategoryID(fields[2]) else {
                throw ServerError(.invalid, "is no entry: write six fields with tabs between, the second `block`, `warn` or `allow`", at: position)
            }
            let subject = pages.map { CorpusEntry.Subject.page($0 + "/" + fields[0]) } ?? .url(fields[0])
            found.append(
                CorpusEntry(
                    subject: subject, name: fields[0], label: label, category: category,
                    profile: fields[3] == "*" ? nil : fields[3], language: fields[4]))
        }
        return found
    }
}
