import BreakwaterPolicy
import Foundation

/// Reads a policy document, everything it includes, and checks every reference between them.
///
/// docs/POLICIES.md is the contract. Reading goes in two steps: the documents are turned into drafts, each value with its line
/// (``PolicyDrafts``), and the drafts into a ``Policy`` once all names are known. No problem stops the reading, so that a person
/// sees all of them at once.
public struct PolicyReader: Sendable {
    /// - Parameter localTimeZone: what `time-zone: local` stands for; this machine's zone by default.
    public init(localTimeZone: String? = nil) {
        self.localTimeZone = localTimeZone ?? TimeZone.current.identifier
    }

    let localTimeZone: String

    /// - Parameter path: the document; problems name it as it is given here.
    /// - Throws: every problem of the document and of what it includes.
    public func read(contentsOf path: String) throws(PolicyDocumentError) -> PolicyDocument {
        let problems = ProblemCollector()
        var loader = PolicyLoader(main: path, problems: problems)
        loader.load()
        let resolver = PolicyResolver(drafts: loader.drafts, main: path, localTimeZone: localTimeZone, problems: problems)
        let policy = resolver.resolve()
        guard problems.isEmpty, let policy else { throw PolicyDocumentError(problems: problems.sorted) }
        return PolicyDocument(
            policy: policy, baseDirectory: (path as NSString).deletingLastPathComponent, files: loader.files,
            listPositions: Dictionary(loader.drafts.lists.map { ($0.source.id, $0.position) }) { first, _ in first })
    }
}
