import Foundation
import TestSupport

extension TestFiles {
    private static let suffixPath = "/usr/share/publicsuffix/public_suffix_list.dat"
    static let arePublicSuffixesPresent = isDataPresent && FileManager.default.fileExists(atPath: suffixPath)
    static let suffixHint = "needs the vectors (BREAKWATER_DATA) and the system's public suffix list (package publicsuffix)"

    static func publicSuffixText() throws -> String { try String(contentsOfFile: suffixPath, encoding: .utf8) }

    /// A JSON array of objects and of comments (bare strings); the comments are left out.
    ///
    /// A lone surrogate cannot be in a Swift string, and URL parsers replace it by U+FFFD before anything else: so do we here.
    static func rows<Row: Decodable>(_ path: String, as type: Row.Type) throws -> [Row] {
        let text = withoutLoneSurrogates(try text(path))
        return try JSONDecoder().decode([RowOrComment<Row>].self, from: Data(text.utf8)).compactMap(\.row)
    }

    private struct RowOrComment<Row: Decodable>: Decodable {
        let row: Row?

        init(from decoder: any Decoder) throws {
            if (try? decoder.singleValueContainer().decode(String.self)) != nil {
                row = nil
            } else {
                row = try Row(from: decoder)
            }
        }
    }

    private static func withoutLoneSurrogates(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        /// The surrogate of the escape at `index`, if one stands there.
        func surrogate(_ index: Int) -> UInt16? {
            guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else { return nil }
            guard let value = UInt16(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16) else { return nil }
            return 0xD800...0xDFFF ~= value ? value : nil
        }
        var index = 0
        while index < bytes.count {
            if let first = surrogate(index) {
                if first < 0xDC00, let second = surrogate(index + 6), second >= 0xDC00 {
                    output += bytes[index..<index + 12]
                    index += 12
                } else {
                    output += Array("\\ufffd".utf8)
                    index += 6
                }
            } else if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
                output += bytes[index..<index + 2]
                index += 2
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
