public import BreakwaterPolicy
import BreakwaterURL

/// Finds the files that an e2guardian list includes: `.Include<path>`, with names that `.Define NAME <text>` gave.
public enum IncludeScanner {
    public struct Include: Sendable, Hashable {
        /// As written, with `__NAME__` replaced.
        public let path: String
        public let line: LineNumber
        /// The category that the list named before this line.
        public let category: CategoryID?
    }

    /// Bytes that a replaced path may have.
    private static let maximumLength = 4_096

    public static func includes(in bytes: Span<UInt8>) -> [Include] {
        var found: [Include] = []
        var names: [(name: String, text: String)] = []
        var category: CategoryID?
        var lines = LineReader(bytes)
        while let line = lines.next(in: bytes) {
            let text = bytes.extracting(line.range).trimmed
            guard line.flaw == nil, text.count > 0 else { continue }
            if text.hasPrefix("#listcategory:") { category = PhrasesFormat.categoryID(text.from(14).lossyText) }
            guard text[0] == UInt8(ascii: "."), let value = bracketed(text) else { continue }
            if text.hasPrefix(".Include") {
                found.append(Include(path: names.reduce(value, replace), line: line.number, category: category))
            } else if text.hasPrefix(".Define") {
                let word = text.extracting(7..<(text.firstIndex(of: UInt8(ascii: "<")) ?? 7)).trimmed.lossyText
                if !word.isEmpty, names.count < 64 { names.append(("__\(word)__", names.reduce(value, replace))) }
            }
        }
        return found
    }

    private static func replace(_ path: String, _ definition: (name: String, text: String)) -> String {
        let replaced = path.replacing(definition.name, with: definition.text)
        return replaced.utf8.count <= maximumLength ? replaced : path
    }

    private static func bracketed(_ line: Span<UInt8>) -> String? {
        guard let start = line.firstIndex(of: UInt8(ascii: "<")), let end = line.firstIndex(of: UInt8(ascii: ">"), from: start)
        else { return nil }
        let text = line.extracting(start + 1..<end).trimmed
        return text.count > 0 ? text.lossyText : nil
    }
}
