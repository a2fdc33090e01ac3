extension CharacterEncoding {
    /// A whole text in this encoding as UTF-8.
    ///
    /// - Returns: `nil` where it holds what the encoding does not have, so that a wrong guess shows.
    package func text(of bytes: Span<UInt8>) -> [UInt8]? {
        if self == .utf8 {
            guard (try? UTF8Span(validating: bytes)) != nil else { return nil }
            return bytes.bytes
        }
        guard var decoder = CharacterDecoder(self) else { return nil }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        let append = { (piece: Span<UInt8>) in
            for index in piece.indices { text.append(piece[index]) }
        }
        decoder.decode(bytes, emit: append)
        decoder.finish(emit: append)
        return text.span.holdsReplacement ? nil : text
    }

    /// What text that is not UTF-8 and declares nothing looks like: one of the Japanese encodings, or windows-1252.
    package static func likely(for bytes: Span<UInt8>) -> CharacterEncoding { guess(bytes, isComplete: true) }
}

extension Span<UInt8> {
    fileprivate var bytes: [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(count)
        for index in indices { copy.append(self[index]) }
        return copy
    }

    /// Whether U+FFFD is in it: no legacy encoding has that character.
    fileprivate var holdsReplacement: Bool {
        for index in indices where self[index] == 0xEF && index + 2 < count && self[index + 1] == 0xBF && self[index + 2] == 0xBD {
            return true
        }
        return false
    }
}
