/// Letters of other scripts that are drawn as Latin ones: `ѕех` in Cyrillic letters is read as `sex`.
///
/// Both phrases and pages fold so, so words of those scripts still meet themselves. Only lower-case letters that no reader can tell
/// apart are here: folding comes after lower case, and `В`, `Н` or `Ε` would take their own small letters, which look different, along.
/// - SeeAlso: Unicode Technical Standard 39 §4, "Confusable detection".
enum Lookalikes {
    static func latin(_ scalar: Unicode.Scalar) -> Unicode.Scalar { letters[scalar] ?? scalar }

    private static let letters: [Unicode.Scalar: Unicode.Scalar] = [
        // Cyrillic
        "\u{430}": "a", "\u{441}": "c", "\u{435}": "e", "\u{4BB}": "h", "\u{456}": "i", "\u{458}": "j", "\u{4CF}": "l", "\u{43E}": "o",
        "\u{440}": "p", "\u{455}": "s", "\u{443}": "y", "\u{445}": "x", "\u{501}": "d", "\u{51B}": "q", "\u{51D}": "w",
        // Greek
        "\u{3BF}": "o", "\u{3F2}": "c", "\u{3F3}": "j",
        // Armenian
        "\u{585}": "o", "\u{570}": "h", "\u{57D}": "u",
        // Latin letters of the phonetic alphabet
        "\u{251}": "a", "\u{261}": "g",
    ]
}
