import BreakwaterStore
import Testing

@Suite struct StoredTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("日本語 🖼", "日本語 🖼"), ("a\u{0}b\u{1B}[2Jc", "a b [2Jc"), ("\u{202E}evil", " evil"), ("", nil), (" \n\t", nil),
    ])
    func `control characters become spaces`(text: String, cleaned: String?) {
        #expect(StoredText.cleaned(text, limit: 100) == cleaned)
    }

    @Test func `text is cut by characters, and a tower of marks by scalars`() {
        #expect(StoredText.cleaned("👩‍👩‍👧‍👦👩‍👩‍👧‍👦x", limit: 2).map(\.count) == 2)
        let tower = "a" + String(repeating: "\u{301}", count: 100_000)
        #expect((StoredText.cleaned(tower, limit: 10) ?? "").unicodeScalars.count == 40)
        #expect(StoredText.cleaned(nil, limit: 10) == nil)
    }
}
