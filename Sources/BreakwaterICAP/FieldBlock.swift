import HTTPTypes

/// A message head cut into its first line and its fields, read strictly: what two readers could see differently is refused.
///
/// - SeeAlso: RFC 9112 §2.2, §5 and §11.2; docs/THREAT-MODEL.md SMG-13 to SMG-18.
struct FieldBlock {
    let firstLine: [UInt8]
    let fields: HTTPFields

    /// - Parameter bytes: a head with its empty line at the end.
    init(_ bytes: ArraySlice<UInt8>, limit: Int) throws(ICAPError) {
        var rest = bytes
        firstLine = try Self.line(&rest)
        var fields = HTTPFields()
        while true {
            let line = try Self.line(&rest)
            if line.isEmpty { break }
            guard fields.count < limit else { throw ICAPError(413, "too many fields") }
            fields.append(try Self.field(line))
        }
        guard rest.isEmpty else { throw .malformed("bytes after the end of a head") }
        self.fields = fields
    }

    private static func line(_ rest: inout ArraySlice<UInt8>) throws(ICAPError) -> [UInt8] {
        guard let end = rest.firstIndex(of: 0x0A), end > rest.startIndex, rest[end - 1] == 0x0D else {
            throw .malformed("a line does not end in CR LF")
        }
        let line = Array(rest[rest.startIndex..<(end - 1)])
        rest = rest[(end + 1)...]
        guard !line.contains(where: { $0 == 0x0D || $0 == 0 }) else { throw .malformed("a bare CR or a NUL in a head") }
        return line
    }

    private static func field(_ line: [UInt8]) throws(ICAPError) -> HTTPField {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { throw .malformed("a line of a head is no field") }
        var value = line[(colon + 1)...]
        while let byte = value.first, byte == 0x20 || byte == 0x09 { value = value.dropFirst() }
        while let byte = value.last, byte == 0x20 || byte == 0x09 { value = value.dropLast() }
        guard HTTPField.isValidValue(value) else { throw .malformed("a field's value holds a control character") }
        return HTTPField(name: name, value: value)
    }

    /// The three parts of a request line, or the version, code and reason of a status line.
    func parts() -> [Substring] {
        String(decoding: firstLine, as: UTF8.self).split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    }
}

extension HTTPFields {
    /// Refuses a length that two readers could read differently (SMG-01 to SMG-07).
    func checkFraming() throws(ICAPError) {
        let lengths = self[values: .contentLength]
        let codings = self[values: .transferEncoding]
        guard lengths.count <= 1, codings.count <= 1, lengths.isEmpty || codings.isEmpty else {
            throw .malformed("an encapsulated message has two lengths")
        }
        if let length = lengths.first {
            guard (1...18).contains(length.utf8.count), length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw .malformed("an encapsulated Content-Length is no number")
            }
        }
        if let coding = codings.first, coding.lowercased() != "chunked" {
            throw .malformed("an encapsulated Transfer-Encoding is not chunked")
        }
    }
}
