/// Japanese text with readings in 《》, as in `言葉《ことば》`, turned into HTML ruby or taken away.
package enum RubyText {
    /// Escaped HTML; a run of Chinese characters before 《reading》 becomes its ruby base.
    package static func html(_ text: String) -> String {
        pieces(text).map { piece in
            guard let reading = piece.reading else { return escape(piece.base) }
            return "<ruby>\(escape(piece.base))<rp>（</rp><rt>\(escape(reading))</rt><rp>）</rp></ruby>"
        }.joined()
    }

    /// Without the readings, for CSV and for titles.
    package static func plain(_ text: String) -> String { pieces(text).map(\.base).joined() }

    package struct Piece: Sendable, Hashable {
        package var base: String
        package var reading: String?
    }

    /// The text in pieces; an unfinished reading stays as it is written.
    package static func pieces(_ text: String) -> [Piece] {
        var result: [Piece] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "《"), let close = rest[open...].firstIndex(of: "》") {
            let before = rest[..<open]
            let baseStart = before.lastIndex { !isChinese($0) }.map(before.index(after:)) ?? before.startIndex
            if baseStart > before.startIndex { result.append(Piece(base: String(before[..<baseStart]), reading: nil)) }
            let reading = String(rest[rest.index(after: open)..<close])
            result.append(Piece(base: String(before[baseStart...]), reading: reading))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { result.append(Piece(base: String(rest), reading: nil)) }
        return result
    }

    /// Whether a character needs a reading.
    package static func isChinese(_ character: Character) -> Bool {
        character == "々" || character.unicodeScalars.contains { (0x3400...0x9FFF).contains($0.value) || (0xF900...0xFAFF).contains($0.value) }
    }

    static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }
}
