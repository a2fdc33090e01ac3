import BreakwaterText
import Testing

@Suite struct PageLabelsTests {
    @Test(arguments: [
        ("<meta name=\"RATING\" content=\"RTA-5042-1996-1400-1577-RTA\">", PageLabels.restrictedToAdults),
        ("<META CONTENT='rta-5042-1996-1400-1577-rta' NAME=rating />", .restrictedToAdults),
        ("<meta content=RTA-5042-1996-1400-1577-RTA http-equiv=Rating>", .restrictedToAdults),
        ("<meta name=rating content=Adult>", .adult),
        ("<meta content=' mature ' name=Rating>", .mature),
        ("<meta name=rating content=restricted><meta name=rating content=adult>", [.restricted, .adult]),
        ("<meta name=rating content=general>", []),
        ("<meta name=rating content='14 years'>", []),
        ("<meta name=audience content=adult>", []),
        ("<!-- <meta name=rating content=adult> -->", []),
        ("<script><meta name=rating content=adult></script>", []),
        ("Label: RTA-5042-1996-1400-1577-RTA", []),
        ("<p title='x' name=rating content=adult>", []),
    ] as [(String, PageLabels)])
    func `a page is labelled by its meta elements`(page: String, expected: PageLabels) {
        #expect(Extraction(page).labels == expected)
        #expect(Extraction(page, cuts: Array(0...page.utf8.count)).labels == expected)
    }

    @Test func `labels count in the first 64 KiB`() {
        let label = "<meta name=rating content=adult>"
        let near = String(repeating: "x", count: 60_000) + label
        let far = String(repeating: "x", count: 70_000) + label
        #expect(Extraction(near).labels.isForAdults)
        #expect(!Extraction(far).labels.isForAdults)
    }

    @Test(arguments: [
        ("RTA-5042-1996-1400-1577-RTA", PageLabels.restrictedToAdults),
        (" adult , mature", [.adult, .mature]),
        ("general", []),
        ("", []),
    ] as [(String, PageLabels)])
    func `the Rating header is a label`(value: String, expected: PageLabels) {
        #expect(PageLabels.header(rating: value) == expected)
    }
}
