import BreakwaterPolicy

/// Chooses the page's language from `Accept-Language` (RFC 9110 §12.5.4).
enum LanguagePreference {
    /// The language with the highest quality; the earlier one on a tie; English where neither is named.
    static func language(for acceptLanguage: String?) -> Language {
        var best: (language: Language, quality: Int)?
        // 32 ranges are far more than any browser sends.
        for range in (acceptLanguage ?? "").split(separator: ",").prefix(32) {
            let parts = range.split(separator: ";")
            guard let tag = parts.first?.trimmingSpace.lowercased() else { continue }
            let primary = tag.prefix { $0 != "-" }
            guard let language = Language.allCases.first(where: { $0.rawValue == primary }) else { continue }
            let quality = parts.dropFirst().lazy.compactMap { Self.quality($0.trimmingSpace) }.first ?? 1000
            if quality > best?.quality ?? 0 { best = (language, quality) }
        }
        return best?.language ?? .english
    }

    /// `q=0.8` as 800; `nil` where it is something else.
    private static func quality(_ parameter: String) -> Int? {
        guard parameter.lowercased().hasPrefix("q=") else { return nil }
        let digits = parameter.dropFirst(2).utf8
        guard digits.count <= 5, let first = digits.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1") else { return nil }
        if first == UInt8(ascii: "1") { return 1000 }
        var value = 0
        var weight = 100
        for digit in digits.dropFirst(2) where (0x30...0x39).contains(digit) {
            value += Int(digit - 0x30) * weight
            weight /= 10
        }
        return value
    }
}
