import BreakwaterPolicy
import BreakwaterReports
import Testing

@Suite struct GuidanceTests {
    static let ids = """
        adult nudity sex-education grooming sexting bullying hate violence weapons extremism self-harm eating-disorder drugs \
        alcohol-tobacco gambling dating scams phishing malware piracy tracking advertising misinformation ai-companions bypass social \
        games streaming shopping chat help illegal ai-assistants web-search news education
        """.split(separator: " ").map(String.init)

    static func texts(_ guidance: CategoryGuidance) -> [LocalizedText] {
        [guidance.younger, guidance.older, guidance.starter, guidance.skill, guidance.activity, guidance.childName, guidance.child]
    }

    @Test(arguments: ids) func `every category of the taxonomy has its own guidance`(id: String) throws {
        #expect(CategoryGuidance.forCategory(try #require(CategoryID(id))).id == id)
    }

    @Test(arguments: CategoryGuidance.all + [.general]) func `both languages are there, differ, and are what they say`(
        guidance: CategoryGuidance
    ) {
        for text in Self.texts(guidance) {
            #expect(!text.en.isEmpty && !text.ja.isEmpty)
            #expect(!text.en.unicodeScalars.contains { $0.value >= 0x3000 }, "\(text.en)")
            if text.ja != "SNS" {
                #expect(text.en != text.ja)
                #expect(text.ja.unicodeScalars.contains { (0x3040...0x30FF).contains($0.value) }, "\(text.ja)")
            }
            #expect(!text.ja.contains { ",!?;()\"".contains($0) }, "half-width punctuation: \(text.ja)")
            #expect(!text.ja.contains { ("０"..."９").contains($0) }, "full-width digit: \(text.ja)")
        }
    }

    @Test func `no guidance is there twice`() {
        #expect(Set(CategoryGuidance.all.map(\.id)).count == CategoryGuidance.all.count)
        let starters = CategoryGuidance.all.map(\.starter.en)
        #expect(Set(starters).count == starters.count)
    }

    @Test(arguments: CategoryGuidance.all + [.general]) func `a child reads short sentences, and every Chinese character has a reading`(
        guidance: CategoryGuidance
    ) {
        for text in [guidance.childName.ja, guidance.child.ja] {
            for piece in RubyText.pieces(text) where piece.reading == nil {
                #expect(!piece.base.contains(where: RubyText.isChinese), "\(piece.base) has no reading")
            }
            for sentence in RubyText.plain(text).split(separator: "。") { #expect(sentence.count <= 40, "\(sentence)") }
        }
        for sentence in guidance.child.en.split(separator: ".") {
            #expect(sentence.split(separator: " ").count <= 22, "\(sentence)")
        }
    }

    @Test(arguments: CategoryGuidance.all) func `nothing frightens or shames`(guidance: CategoryGuidance) {
        for text in Self.texts(guidance).map({ $0.en.lowercased() }) {
            for word in ["predator", "stranger danger", "addict", "shame on", "bad child", "terrifying", "epidemic", "!!"] {
                #expect(!text.contains(word), "\(text)")
            }
        }
    }

    @Test func `words for pages are there in both languages`() {
        for (key, text) in Words.all { #expect(!text.en.isEmpty && !text.ja.isEmpty && text.en != text.ja, "\(key)") }
        let used = HTMLRenderer.templates.values.flatMap { template in
            template.matches(of: /\{\{\{?[wc]\.([A-Za-z]+)\}/).map { String($0.output.1) }
        }
        #expect(used.count > 50)
        for key in used { #expect(Words.all[key] != nil, "\(key)") }
    }
}
