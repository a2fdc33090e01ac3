import BreakwaterURL
import Foundation
import HTTPTypes

/// A response as a file: what it says it is.
struct Download {
    /// In lower case, without parameters.
    var mediaType: String?
    /// In lower case, without its dot.
    var fileExtension: String?
    /// `nil` where only the end of the body will tell.
    var byteCount: Int?

    init(_ head: HTTPResponse, of url: WebURL) {
        let type = head.headerFields[.contentType]?.prefix { $0 != ";" && $0 != "," }
            .lowercased().filter { $0 != " " && $0 != "\t" }
        mediaType = type.flatMap { $0.isEmpty ? nil : $0 }
        byteCount = head.headerFields[.contentLength].flatMap { Int($0) }
        let name = head.headerFields[values: .contentDisposition].lazy.compactMap(Self.fileName).first ?? url.path
        fileExtension = Self.fileExtension(of: name)
    }

    /// `filename*` before `filename`, as browsers do (RFC 6266 §4.3).
    private static func fileName(_ disposition: String) -> String? {
        var plain: String?
        for parameter in disposition.split(separator: ";").dropFirst().prefix(16) {
            let parts = parameter.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else { continue }
            switch parts[0].lowercased() {
            case "filename*": return parts[1].split(separator: "'", omittingEmptySubsequences: false).last.map { String($0).removingPercentEncoding ?? String($0) }
            case "filename": plain = parts[1].trimmingCharacters(in: ["\""])
            default: break
            }
        }
        return plain
    }

    private static func fileExtension(of name: String) -> String? {
        let last = name.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        // Some systems drop dots and blanks at the end of a name, and then open it.
        let trimmed = last.reversed().drop { $0 == "." || $0 == " " }.reversed().map(String.init).joined()
        guard let dot = trimmed.lastIndex(of: ".") else { return nil }
        let text = trimmed[trimmed.index(after: dot)...]
        return (1...16).contains(text.utf8.count) ? text.lowercased() : nil
    }
}
