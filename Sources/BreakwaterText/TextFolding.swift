/// The one spelling in which phrases and pages are compared.
///
/// A phrase list and a page write the same word in many ways: `SEX`, `ｓｅｘ`, `s&shy;ex`, `ｾｯｸｽ`. Both go through this
/// folding before the phrase automaton sees them, and there is only this one implementation, so that what the
/// compiler stored is what the scanner meets. Offsets in folded text say nothing about the raw text: folding
/// changes lengths.
///
/// In this order:
/// 1. ill-formed UTF-8 becomes U+FFFD (which is a separator); default-ignorable scalars (zero-width characters, soft
///    hyphens, variation selectors, bidirectional controls, Hangul fillers), NUL and skin tones disappear;
/// 2. NFKC: full-width Latin to ASCII, half-width katakana to katakana with its voicing mark composed, ligatures,
///    circled and mathematical letters to plain ones, `e` + U+0301 to `é`;
/// 3. simple lower case; final sigma is sigma. `ß` stays `ß`, `é` stays `é`: an accent is part of the word. Small letters of other
///    scripts that are drawn as Latin ones become those (`Lookalikes`): `ѕех` in Cyrillic letters is `sex`;
/// 4. combining marks of the Latin blocks that composed with nothing disappear (`s̶e̶x̶` is `sex`);
/// 5. white space, punctuation, symbols below U+1F000 and controls are separators; a run of them is one space, as
///    e2guardian compares phrases. Emoji (U+1F000 and above) are kept, each a word of its own;
/// 6. a run of ASCII white space with a line break in it is nothing at all between two kana, ideographs or
///    full-width letters, because Japanese and Chinese text is wrapped anywhere.
///
/// Hiragana and katakana stay distinct: `セックス` and `せっくす` are different list entries on purpose, and folding
/// them together makes common words collide (`ハイ` and `はい`). The prolonged sound mark `ー` and `々` are letters;
/// `・` and `〜` are separators.
///
/// Unicode data comes from the standard library and Foundation at first use (about 30 ms, once a process).
public enum TextFolding {
    /// The text, folded. A separator at either end is kept as one space: `< sex >` in a list means a whole word,
    /// and so does `" sex "` here.
    ///
    /// - Complexity: linear; allocates the result.
    public static func fold(_ text: String) -> String {
        var folder = TextFolder(beginsWithSeparator: false)
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        _ = folder.fold(bytes.span, from: 0, stops: .atEnd, into: &output)
        folder.finish(into: &output)
        return String(decoding: output, as: UTF8.self)
    }
}
