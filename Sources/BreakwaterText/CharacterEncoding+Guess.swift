extension CharacterEncoding {
    /// Bytes from the first that is not ASCII by which an undeclared encoding is judged.
    static let guessLimit = 2048

    /// The encoding that undeclared bytes look like.
    ///
    /// - Parameters:
    ///   - bytes: from the first byte that is not plain ASCII (or is ESC).
    ///   - isComplete: whether the text ends with them; otherwise its last character may be cut.
    static func guess(_ bytes: Span<UInt8>, isComplete: Bool) -> CharacterEncoding {
        let evidence = Evidence(bytes, isComplete: isComplete)
        if evidence.iso2022Escapes > 0, evidence.highBytes == 0 { return .iso2022JP }
        if evidence.utf8IsValid { return .utf8 }
        let shiftJIS = JapaneseEvidence.shiftJIS(bytes, isComplete: isComplete)
        let eucJP = JapaneseEvidence.eucJP(bytes, isComplete: isComplete)
        // Two kana in a row of valid pairs are not chance; a French or German page is invalid as either.
        if eucJP.isPlausible, !shiftJIS.isPlausible || eucJP.kana >= shiftJIS.kana { return .eucJP }
        return shiftJIS.isPlausible ? .shiftJIS : .windows1252
    }

    private struct Evidence {
        var iso2022Escapes = 0
        var highBytes = 0
        var utf8IsValid = true

        init(_ bytes: Span<UInt8>, isComplete: Bool) {
            var sequence = UTF8Accumulator()
            for index in 0..<bytes.count {
                let byte = bytes[index]
                if byte >= 0x80 { highBytes += 1 }
                if byte == 0x1B, index + 2 < bytes.count, Self.isJapaneseEscape(bytes[index + 1], bytes[index + 2]) { iso2022Escapes += 1 }
                if case .invalid = sequence.take(byte) { utf8IsValid = false }
            }
            if isComplete, sequence.isInside { utf8IsValid = false }
        }

        /// ESC `$ @`, `$ B`, `( I` and `( J` switch to Japanese sets.
        private static func isJapaneseEscape(_ first: UInt8, _ second: UInt8) -> Bool {
            switch (first, second) {
            case (UInt8(ascii: "$"), UInt8(ascii: "@")), (UInt8(ascii: "$"), UInt8(ascii: "B")), (UInt8(ascii: "("), UInt8(ascii: "I")),
                (UInt8(ascii: "("), UInt8(ascii: "J")):
                true
            default: false
            }
        }
    }
}

/// How well bytes read as one of the Japanese encodings.
struct JapaneseEvidence {
    var kana = 0
    var pairs = 0
    var errors = 0

    /// Mostly well-formed, and with the kana that all Japanese prose has.
    var isPlausible: Bool { kana >= 2 && kana * 8 >= pairs && errors * 32 <= pairs }

    static func shiftJIS(_ bytes: Span<UInt8>, isComplete: Bool) -> JapaneseEvidence {
        read(bytes, isComplete: isComplete) { lead, trail, evidence in
            guard (0x40...0x7E).contains(trail) || (0x80...0xFC).contains(trail) else { return false }
            if lead == 0x82, (0x9F...0xF1).contains(trail) { evidence.kana += 1 }
            if lead == 0x83, (0x40...0x96).contains(trail) { evidence.kana += 1 }
            return true
        } isLead: { (0x81...0x9F).contains($0) || (0xE0...0xFC).contains($0) } isSingle: {
            // Half-width katakana: legal, and what every other encoding's bytes look like.
            (0xA1...0xDF).contains($0)
        }
    }

    static func eucJP(_ bytes: Span<UInt8>, isComplete: Bool) -> JapaneseEvidence {
        read(bytes, isComplete: isComplete) { lead, trail, evidence in
            guard (0xA1...0xFE).contains(trail) else { return false }
            if lead == 0xA4, trail <= 0xF3 { evidence.kana += 1 }
            if lead == 0xA5, trail <= 0xF6 { evidence.kana += 1 }
            return true
        } isLead: { (0xA1...0xFE).contains($0) || $0 == 0x8E } isSingle: { $0 == 0x8F }
    }

    private static func read(
        _ bytes: Span<UInt8>, isComplete: Bool, pair: (UInt8, UInt8, inout JapaneseEvidence) -> Bool,
        isLead: (UInt8) -> Bool, isSingle: (UInt8) -> Bool
    ) -> JapaneseEvidence {
        var evidence = JapaneseEvidence()
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte < 0x80 { continue }
            guard isLead(byte) else {
                if !isSingle(byte) { evidence.errors += 1 }
                continue
            }
            guard index < bytes.count else {
                if isComplete { evidence.errors += 1 }
                break
            }
            evidence.pairs += 1
            if pair(byte, bytes[index], &evidence) {
                index += 1
            } else {
                evidence.errors += 1
            }
        }
        return evidence
    }
}
