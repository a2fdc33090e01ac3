/// Reads the chunked body of an ICAP message, with ICAP's end-of-preview mark.
///
/// - SeeAlso: RFC 3507 §4.5, RFC 9112 §7.1; docs/THREAT-MODEL.md SMG-08 to SMG-11, ICP-02.
struct ChunkReader {
    enum Event: Equatable {
        /// Bytes of the body.
        case bytes([UInt8])
        /// The last chunk; `isWholeBody` where a preview ended with `ieof`.
        case end(isWholeBody: Bool)
        /// More input is needed.
        case more
    }

    private enum State {
        /// Next: data, trailer.
        case size
        /// Next: itself, dataEnd.
        case data(left: Int)
        /// The CR LF after a chunk. Next: size.
        case dataEnd
        /// Next: size of another body.
        case trailer(isWholeBody: Bool, left: Int)
    }

    private var state = State.size
    private let limits: ICAPLimits

    init(_ limits: ICAPLimits) { self.limits = limits }

    /// Takes what it can from the front of the input.
    mutating func next(_ input: inout ArraySlice<UInt8>) throws(ICAPError) -> Event {
        while true {
            switch state {
            case .size:
                guard let line = try Self.line(&input, limit: limits.chunkLine) else { return .more }
                let (size, isWholeBody) = try parse(line)
                state = size == 0 ? .trailer(isWholeBody: isWholeBody, left: limits.trailer) : .data(left: size)
            case .data(let left):
                guard !input.isEmpty else { return .more }
                let piece = Array(input.prefix(left))
                input = input.dropFirst(piece.count)
                state = piece.count == left ? .dataEnd : .data(left: left - piece.count)
                return .bytes(piece)
            case .dataEnd:
                guard input.count >= 2 else { return .more }
                guard input.prefix(2).elementsEqual([0x0D, 0x0A]) else { throw .malformed("a chunk does not end in CR LF") }
                input = input.dropFirst(2)
                state = .size
            case .trailer(let isWholeBody, let left):
                guard let line = try Self.line(&input, limit: left) else { return .more }
                if line.isEmpty {
                    state = .size
                    return .end(isWholeBody: isWholeBody)
                }
                state = .trailer(isWholeBody: isWholeBody, left: left - line.count)
            }
        }
    }

    private static func line(_ input: inout ArraySlice<UInt8>, limit: Int) throws(ICAPError) -> [UInt8]? {
        guard let end = input.prefix(limit + 2).firstIndex(of: 0x0A) else {
            guard input.count < limit + 2 else { throw .malformed("a chunk line is too long") }
            return nil
        }
        guard end > input.startIndex, input[end - 1] == 0x0D else { throw .malformed("a chunk line does not end in CR LF") }
        let line = Array(input[input.startIndex..<(end - 1)])
        guard !line.contains(0x0D) else { throw .malformed("a bare CR in a chunk line") }
        input = input[(end + 1)...]
        return line
    }

    /// `1*HEXDIG [; extension]`; no sign, no space before, no underscore.
    private func parse(_ line: [UInt8]) throws(ICAPError) -> (Int, isWholeBody: Bool) {
        let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != 0x20 && $0 != 0x09 }
        guard (1...16).contains(digits.count), digits.allSatisfy(Self.isHexadecimal),
            let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size <= limits.chunk
        else { throw .malformed("a chunk size is no number") }
        let rest = line[digits.endIndex...].drop { $0 == 0x20 || $0 == 0x09 }
        guard let semicolon = rest.first else {
            guard line.count == digits.count else { throw .malformed("a space after a chunk size") }
            return (size, false)
        }
        guard semicolon == UInt8(ascii: ";") else { throw .malformed("a chunk size has something after it") }
        let name = String(decoding: rest.dropFirst(), as: UTF8.self).filter { $0 != " " && $0 != "\t" }.lowercased()
        return (size, size == 0 && name == "ieof")
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
        default: false
        }
    }
}
