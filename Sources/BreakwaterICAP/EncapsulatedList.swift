/// The `Encapsulated` field: which parts a message has, and where each starts.
///
/// - SeeAlso: RFC 3507 §4.4.1; docs/THREAT-MODEL.md ICP-01.
struct EncapsulatedList: Hashable {
    enum Part: String {
        case requestHead = "req-hdr"
        case responseHead = "res-hdr"
        case requestBody = "req-body"
        case responseBody = "res-body"
        case optionsBody = "opt-body"
        case noBody = "null-body"

        var isHead: Bool { self == .requestHead || self == .responseHead }
    }

    /// The head parts, in order, with their lengths.
    var heads: [Head]
    /// What follows them.
    var body: Part

    struct Head: Hashable {
        var part: Part
        var length: Int
    }

    /// - Parameter limit: the most bytes that the heads may have together.
    init(_ values: [String], method: ICAPRequest.Method, limit: Int) throws(ICAPError) {
        guard values.count == 1, let value = values.first else {
            guard method == .options, values.isEmpty else { throw .malformed("there must be one Encapsulated field") }
            heads = []
            body = .noBody
            return
        }
        let entries = try Self.entries(value)
        guard let last = entries.last, !last.part.isHead, last.offset <= limit, entries.first?.offset == 0 else {
            throw .malformed("Encapsulated does not start at 0 or does not end in a body")
        }
        heads = []
        for (entry, next) in zip(entries, entries.dropFirst()) {
            guard entry.part.isHead, next.offset > entry.offset else { throw .malformed("Encapsulated offsets do not ascend") }
            heads.append(Head(part: entry.part, length: next.offset - entry.offset))
        }
        body = last.part
        guard Self.isAllowed(heads.map(\.part), body, method) else { throw .malformed("Encapsulated does not fit the method") }
    }

    private static func entries(_ value: String) throws(ICAPError) -> [(part: Part, offset: Int)] {
        var entries: [(part: Part, offset: Int)] = []
        for text in value.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = text.split(separator: "=", omittingEmptySubsequences: false)
            guard entries.count < 3, sides.count == 2, let part = Part(rawValue: sides[0].filter { $0 != " " }.lowercased()) else {
                throw .malformed("Encapsulated names an unknown part")
            }
            let digits = sides[1].filter { $0 != " " }
            guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let offset = Int(digits)
            else { throw .malformed("an Encapsulated offset is no number") }
            entries.append((part, offset))
        }
        return entries
    }

    private static func isAllowed(_ heads: [Part], _ body: Part, _ method: ICAPRequest.Method) -> Bool {
        switch method {
        case .options: heads.isEmpty && (body == .noBody || body == .optionsBody)
        case .requestModification: heads == [.requestHead] && (body == .requestBody || body == .noBody)
        case .responseModification:
            (heads == [.requestHead, .responseHead] || heads == [.responseHead]) && (body == .responseBody || body == .noBody)
        }
    }
}
