import Foundation

/// What of a configuration could not be carried over, and what was carried over differently, each with its file and line.
public struct ConversionReport: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Left out: the policy decides otherwise than the configuration did.
        case lost = "not carried over"
        /// Carried over with another effect at the edges.
        case changed = "carried over differently"
        /// Chosen by the converter where the configuration says nothing.
        case chosen = "chosen here"
    }

    public struct Entry: Sendable, Hashable, CustomStringConvertible {
        public let kind: Kind
        public let position: DocumentPosition
        public let message: String

        public var description: String { "\(position): \(message)" }
    }

    /// A configuration with a broken list of a million lines needs no million entries.
    private static let maximumEntries = 10_000

    public private(set) var entries: [Entry] = []
    public private(set) var droppedCount = 0

    mutating func add(_ kind: Kind, _ file: String, _ line: Int, _ message: String) {
        guard entries.count < Self.maximumEntries else {
            droppedCount += 1
            return
        }
        let entry = Entry(kind: kind, position: DocumentPosition(file: file, line: line), message: message)
        if !entries.contains(entry) || entries.count > 500 { entries.append(entry) }
    }

    /// As a person reads it.
    public var text: String {
        var text = ""
        for kind in Kind.allCases {
            let found = entries.filter { $0.kind == kind }
            guard !found.isEmpty else { continue }
            text += "\(kind.rawValue): \(found.count)\n" + found.map { "  \($0)\n" }.joined()
        }
        if droppedCount > 0 { text += "and \(droppedCount) more\n" }
        return text.isEmpty ? "everything was carried over\n" : text
    }
}
