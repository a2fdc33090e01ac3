import Breakwater
import BreakwaterBundle
import Foundation

/// Why a bundle was not put into the place of another.
public struct RegressionError: Error, Sendable, CustomStringConvertible {
    public let concerns: [RegressionGate.Concern]
    /// What was not replaced.
    public let path: String

    /// Without URLs, for it goes into logs too; `breakwater compile` names each.
    public var description: String {
        let sizes = concerns.filter { $0.url == nil }.map(\.message)
        let urls = concerns.count - sizes.count
        let limited = urls > 0 ? ["places of help or harmless pages that are newly limited: \(urls)"] : []
        return "\(path) is left as it was: " + (sizes.prefix(3) + limited).joined(separator: "; ")
    }
}

extension PolicyCompilation {
    /// What came of a compilation that looked at the bundle it replaces.
    public struct GatedResult: Sendable {
        public let result: Result
        /// What people should know all the same: everything that was allowed, or that a first bundle limits.
        public let concerns: [RegressionGate.Concern]
        /// Whether there was a bundle to compare with.
        public let hasPredecessor: Bool
    }

    /// Compiles a bundle and puts it into place, unless it changes more than people should let pass unseen.
    ///
    /// Where there is no bundle yet, or one that this version cannot open, there is nothing to compare with: then the concerns are told and
    /// nothing is refused.
    /// - Parameters:
    ///   - allowsChange: somebody looked at the concerns and means them.
    ///   - progress: told which list comes next.
    /// - Throws: ``RegressionError``, and what ``write(to:progress:)`` throws.
    public func write(to path: String, allowsChange: Bool, progress: (String) -> Void = { _ in }) throws -> GatedResult {
        let candidate = "\(path).\(ProcessInfo.processInfo.processIdentifier).new"
        let result = try write(to: candidate, progress: progress)
        var isInPlace = false
        // Best effort on the way out: the error that led here is the one to report.
        defer { if !isInPlace { try? FileManager.default.removeItem(atPath: candidate) } }
        progress("comparing")
        // Opened only now: beside the lists that are being compiled there should not be another bundle in memory.
        let old = FileManager.default.fileExists(atPath: path) ? try? Engine(contentsOf: path) : nil
        let gate = try RegressionGate(replacing: old, with: Engine(contentsOf: candidate, verification: .header), for: self)
        let concerns = try located(gate.changedLists() + gate.limitedURLs())
        if old != nil, !allowsChange, !concerns.isEmpty { throw RegressionError(concerns: concerns, path: path) }
        guard unsafe rename(candidate, path) == 0 else {
            throw ServerError(.unwritable, "cannot be put into place", at: DocumentPosition(file: path, line: 0))
        }
        isInPlace = true
        return GatedResult(result: result, concerns: concerns, hasPredecessor: old != nil)
    }

    /// The concerns with the file and line of their rules.
    func located(_ concerns: [RegressionGate.Concern]) throws -> [RegressionGate.Concern] {
        guard concerns.contains(where: { $0.rule != nil }) else { return concerns }
        let entries = concerns.compactMap { concern in concern.list.flatMap { list in concern.rule.map { RuleLocator.Entry(list: list, rule: $0) } } }
        let places = try RuleLocator(self).places(of: entries)
        return concerns.map { concern in
            guard let list = concern.list, let rule = concern.rule, let place = places[RuleLocator.Entry(list: list, rule: rule)] else { return concern }
            var concern = concern
            concern.file = place.file
            concern.line = concern.line ?? place.line
            return concern
        }
    }
}
