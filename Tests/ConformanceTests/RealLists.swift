import BreakwaterRules
import BreakwaterURL
import Foundation
import TestSupport
import Testing

/// Whole public lists as one engine.
enum RealLists {
    private static let suffixPath = "/usr/share/publicsuffix/public_suffix_list.dat"
    static let arePresent = TestFiles.isDataPresent && FileManager.default.fileExists(atPath: suffixPath)
    static let hint: Comment = "needs the lists (BREAKWATER_DATA) and the system's public suffix list (package publicsuffix)"

    /// - Parameter files: in the data's `adblock` folder; read as one list, as ad blockers read theirs.
    static func engine(_ files: [String]) throws -> ConformanceEngine {
        let suffixes = PublicSuffixList(parsing: (try? String(contentsOfFile: suffixPath, encoding: .utf8)) ?? "")
        return try ConformanceEngine(files.flatMap { try TestFiles.lines("adblock/\($0)") }, suffixes: suffixes)
    }
}
