import BreakwaterURL
import TestSupport
import Testing

/// Random input: nothing traps, and what was read once is read the same again.
struct URLPropertyTests {
    private static let pieces = [
        "http", "https:", "ws:", ":", "/", "//", "\\", "@", "?", "#", "[", "]", "%", "%2", "%2e", "%41", "%25", "%00", ".", "..", "a", "B",
        "test", "127",
        "0x7f", "::1", "::ffff:1.2.3.4", "1", "07", "xn--", "ü", "。", "１", "\u{AD}", "\t", "\n", " ", ":80", ":99999", "é", "\u{FFFD}",
        "日本", "~", "^", "{", "'", "34", "%3", "%31",
    ]

    /// Reads the bytes and, where they are a URL, reads its canonical form again.
    private func check(_ bytes: [UInt8], _ url: inout CanonicalURL, _ again: inout CanonicalURL) -> Bool {
        do throws(URLSyntaxError) {
            try url.assign(bytes.span)
        } catch { return false }
        let canonical = url.bytes.span.array
        #expect(canonical.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        do throws(URLSyntaxError) {
            try again.assign(canonical.span)
        } catch {
            Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription): canonical form is refused: \(error)")
            return true
        }
        let second = again.bytes.span.array
        #expect(second == canonical, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        let areSame =
            again.host == url.host && again.port == url.port && again.pathStart == url.pathStart && again.queryStart == url.queryStart
            && again.hostKind == url.hostKind
        #expect(areSame)
        var decoded = ByteScratch()
        _ = try? url.appendDecodedForm(to: &decoded)
        var expressions = URLExpressions()
        var count = 0
        expressions.start(url)
        while expressions.next(url) { count += 1 }
        #expect((1...30).contains(count))
        return true
    }

    @Test
    func `URLs made of difficult pieces are read the same twice`() {
        var random = SeededGenerator(seed: 11)
        var url = CanonicalURL()
        var again = CanonicalURL()
        var readable = 0
        for round in 0..<60_000 {
            var text = round % 3 == 0 ? "" : "http://"
            if round % 3 == 2 { text += "a.test/" }
            for _ in 0..<Int.random(in: 1...10, using: &random) { text += Self.pieces.randomElement(using: &random) ?? "" }
            readable += check(Array(text.utf8), &url, &again) ? 1 : 0
        }
        #expect(readable > 10_000)
    }

    /// What the one-pass kernel takes, the parser reads the same; and it takes nearly all that is plain, of every length and in every place.
    @Test
    func `plain URLs are read in one pass as the parser reads them`() {
        var random = SeededGenerator(seed: 13)
        let plain = Array("aZ09-_.~/?=&:,;@!$'()*+[]|{}^%".utf8)
        var fast = CanonicalURL()
        var slow = CanonicalURL()
        for round in 0..<60_000 {
            var bytes = Array((round % 2 == 0 ? "https://" : "http://").utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) { bytes += Array("wWw3-_x".utf8.shuffled(using: &random).prefix(5)) + [0x2E] }
            bytes += Array("test/".utf8)
            for _ in 0..<Int.random(in: 0...120, using: &random) {
                let piece: [UInt8]
                switch Int.random(in: 0..<24, using: &random) {
                case 0: piece = Array(["%2F", "%3a", "%25", "%E3", "%7B", "%41", "%2e", "%zz", "%5", "%253D"].randomElement(using: &random)?.utf8 ?? "".utf8)
                case 1: piece = round % 8 == 0 ? [UInt8.random(in: .min ... .max, using: &random)] : [0x61]
                default: piece = [plain.randomElement(using: &random) ?? 0x61]
                }
                bytes += piece
            }
            let isURL = Self.reads(bytes, &fast, inOnePass: true)
            let isParsed = Self.reads(bytes, &slow, inOnePass: false)
            let isSameText = fast.bytes.span.array == slow.bytes.span.array && fast.folded.span.array == slow.folded.span.array
            let areSameParts = fast.host == slow.host && fast.pathStart == slow.pathStart && fast.queryStart == slow.queryStart
            let areSameFacts = fast.hostKind == slow.hostKind && fast.port == slow.port && fast.scheme == slow.scheme
                && fast.dots == slow.dots && fast.isHiding == slow.isHiding
            if isURL != isParsed || (isURL && !(isSameText && areSameParts && areSameFacts)) {
                Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription) is read in two ways")
            }
        }
    }

    private static func reads(_ bytes: [UInt8], _ url: inout CanonicalURL, inOnePass: Bool) -> Bool {
        do throws(URLSyntaxError) {
            try url.assign(bytes.span, inOnePass: inOnePass)
            return true
        } catch { return false }
    }

    @Test
    func `random bytes never trap`() {
        var random = SeededGenerator(seed: 12)
        var url = CanonicalURL()
        var again = CanonicalURL()
        for round in 0..<30_000 {
            var bytes = round % 2 == 0 ? [] : Array("http://".utf8)
            for _ in 0..<Int.random(in: 0...40, using: &random) { bytes.append(UInt8.random(in: .min ... .max, using: &random)) }
            _ = check(bytes, &url, &again)
        }
    }

    @Test
    func `a scratch used before leaves nothing behind`() throws {
        var used = CanonicalURL()
        var fresh = CanonicalURL()
        for text in ["http://a.test:81/x%20?y", "http://b/", "https://[::1]/", "nothing", "http://c.test/z"] {
            let first = (try? used.assign(text)) != nil
            fresh = CanonicalURL()
            let second = (try? fresh.assign(text)) != nil
            #expect(first == second)
            guard first else { continue }
            let areSame = used.bytes.span.array == fresh.bytes.span.array && used.isHiding == fresh.isHiding
                && used.queryStart == fresh.queryStart && used.port == fresh.port
            #expect(areSame)
        }
    }

    @Test
    func `a scratch of bytes grows, shrinks and lowers its case`() {
        var bytes = ByteScratch(capacity: 1)
        for index in 0..<1_000 { bytes.append(UInt8(truncatingIfNeeded: index)) }
        expect(bytes.count, 1_000)
        let last = bytes[999]
        #expect(last == 231)
        bytes.truncate(to: 2_000)
        expect(bytes.count, 1_000)
        bytes.truncate(to: 70)
        bytes.lowercase(from: 66)
        let (upper, lower) = (bytes[65], bytes[66])
        #expect(upper == 0x41 && lower == 0x62)
        bytes.append(Array("xyz".utf8).span)
        let (text, isEqual) = (bytes.span.extracting(70..<73).text, bytes.span.extracting(70..<73).equals("xyz"))
        #expect(text == "xyz" && isEqual)
        bytes.removeAll()
        expect(bytes.count, 0)
    }

    private func expect(_ count: Int, _ expected: Int) { #expect(count == expected) }
}
