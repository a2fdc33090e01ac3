import BreakwaterBundle
import BreakwaterMatching

/// Files every URL rule under its rarest token and writes ``URLRuleIndex``.
struct URLRuleBuilder {
    private struct Entry {
        var record: RuleRecord
        var tokens: [PatternTokens.Token]
        var documents: [String]
        var pattern: [UInt8]
    }

    private let hasher: NameHasher
    private var entries: [Entry] = []

    init(hasher: NameHasher) { self.hasher = hasher }

    var count: Int { entries.count }

    /// - Parameters:
    ///   - pattern: its bytes; letters count as lower case.
    ///   - documents: the hosts of `$domain`, for a rule without a token.
    mutating func add(_ record: RuleRecord, pattern: [UInt8], documents: [String]) {
        entries.append(Entry(record: record, tokens: PatternTokens.tokens(of: pattern, record.shape), documents: documents, pattern: pattern))
    }

    consuming func finish(_ grams: inout GramIndexBuilder, into writer: inout BundleWriter) {
        guard !entries.isEmpty else { return }
        var uses: [UInt32: Int] = [:]
        for entry in entries { for token in entry.tokens { uses[token.hash, default: 0] += 1 } }
        for token in PatternTokens.commonInURLs { uses[token, default: 0] += 1_000_000 }
        var byToken: [UInt32: [UInt32]] = [:]
        var byDocument: [UInt64: [UInt32]] = [:]
        var records: [UInt8] = []
        for (index, entry) in entries.enumerated() {
            let number = UInt32(index)
            var record = entry.record
            defer { record.write(to: &records) }
            if let token = entry.tokens.min(by: { Self.cost($0, uses) < Self.cost($1, uses) }) {
                byToken[token.hash, default: []].append(number)
                record.keyOffset = token.offset
            } else if !entry.documents.isEmpty, !entry.documents.contains(where: { $0.hasSuffix(".*") }) {
                for document in entry.documents { byDocument[hasher.hash(document).fingerprint, default: []].append(number) }
            } else {
                record.keyOffset = grams.add(urlRule: number, pattern: entry.pattern)
            }
        }
        writer.add(.urlRules, records)
        writer.add(.urlTokens, Self.index(byToken, byDocument))
    }

    /// The rarest token is best; one whose place tells where the pattern starts is worth more than one twice as rare.
    private static func cost(_ token: PatternTokens.Token, _ uses: [UInt32: Int]) -> (Int, UInt32) {
        ((uses[token.hash] ?? 0) * (token.offset == RuleRecord.noKeyOffset ? 2 : 1), token.hash)
    }

    private static func index(_ byToken: [UInt32: [UInt32]], _ byDocument: [UInt64: [UInt32]]) -> [UInt8] {
        var numbers: [UInt32] = []
        // A bitmap of 2¹⁸ bits (32 KiB) stays in the first-level cache; up to 20,000 tokens fill it to 7%.
        let bitmapLog = byToken.count > 40_000 ? 20 : 18
        var bitmap = [UInt8](repeating: 0, count: (1 << bitmapLog) / 8)
        let tokenLog = Self.log(slotsFor: byToken.count)
        var tokenSlots = [(hash: UInt32, start: UInt32, count: UInt32)](repeating: (0, 0, 0), count: 1 << tokenLog)
        for (token, rules) in byToken.sorted(by: { $0.key < $1.key }) {
            let bit = token >> (32 - UInt32(bitmapLog))
            bitmap[Int(bit >> 3)] |= 1 << UInt8(bit & 7)
            var slot = Int(token) & (tokenSlots.count - 1)
            while tokenSlots[slot].hash != 0 { slot = (slot + 1) & (tokenSlots.count - 1) }
            tokenSlots[slot] = (token, UInt32(numbers.count), UInt32(rules.count))
            numbers += rules
        }
        let documentLog = Self.log(slotsFor: byDocument.count)
        var documentSlots = [(key: UInt64, start: UInt32, count: UInt32)](repeating: (0, 0, 0), count: 1 << documentLog)
        for (document, rules) in byDocument.sorted(by: { $0.key < $1.key }) {
            var slot = Int(truncatingIfNeeded: document >> 20) & (documentSlots.count - 1)
            while documentSlots[slot].key != 0 { slot = (slot + 1) & (documentSlots.count - 1) }
            documentSlots[slot] = (document, UInt32(numbers.count), UInt32(rules.count))
            numbers += rules
        }
        var bytes: [UInt8] = []
        for value in [bitmapLog, tokenLog, documentLog, numbers.count, 0, 0, 0, 0] { bytes.append(u32: UInt32(value)) }
        bytes += bitmap
        for slot in tokenSlots {
            for value in [slot.hash, slot.start, slot.count, 0] { bytes.append(u32: value) }
        }
        for slot in documentSlots {
            bytes.append(u64: slot.key)
            bytes.append(u32: slot.start)
            bytes.append(u32: slot.count)
        }
        for number in numbers { bytes.append(u32: number) }
        return bytes
    }

    /// At most half full.
    static func log(slotsFor count: Int) -> Int {
        var log = 4
        while 1 << log < count * 2 { log += 1 }
        return log
    }
}

/// The tokens by which a pattern can be found.
enum PatternTokens {
    /// Tokens that so many URLs hold that filing a rule under one is nearly filing it under "always".
    static let commonInURLs: [UInt32] = [
        "http", "https", "www", "com", "net", "org", "html", "htm", "php", "asp", "js", "css", "png", "jpg", "jpeg", "gif", "svg", "webp",
        "json", "xml", "img", "image", "images", "static", "assets", "cdn", "api", "index", "min", "content", "media", "script",
        "scripts", "lib", "co", "uk", "jp", "de", "fr", "io", "v1", "v2", "id", "en", "us",
    ].map(hash)

    static func hash(_ token: String) -> UInt32 {
        TokenScanner.finish(token.utf8.reduce(TokenScanner.seed) { TokenScanner.step($0, $1) })
    }

    struct Token {
        var hash: UInt32
        /// Its first byte's place in the pattern, where nothing of unknown length comes before it.
        var offset: UInt8
    }

    /// The runs that are whole tokens in every URL that the pattern matches: bounded on both sides by a byte that is
    /// no token byte, by a separator `^`, or by an anchor.
    static func tokens(of pattern: [UInt8], _ shape: RuleRecord.Shape) -> [Token] {
        var found: [Token] = []
        let firstStar = pattern.firstIndex(of: UInt8(ascii: "*")) ?? pattern.count
        var index = 0
        while index < pattern.count {
            guard TokenScanner.isTokenByte(lower(pattern[index])) else {
                index += 1
                continue
            }
            var end = index
            var hash = TokenScanner.seed
            while end < pattern.count, TokenScanner.isTokenByte(lower(pattern[end])) {
                hash = TokenScanner.step(hash, lower(pattern[end]))
                end += 1
            }
            let isAnchored = shape.contains(.startsAtHostLabel) || shape.contains(.startsAtBeginning)
            let startsWhole = index == 0 ? isAnchored : pattern[index - 1] != UInt8(ascii: "*")
            let endsWhole = end == pattern.count ? shape.contains(.endsAtEnd) : pattern[end] != UInt8(ascii: "*")
            if startsWhole, endsWhole, end - index >= TokenScanner.minimumLength {
                let isPlaced = index < firstStar && index < Int(RuleRecord.noKeyOffset)
                found.append(Token(hash: TokenScanner.finish(hash), offset: isPlaced ? UInt8(index) : RuleRecord.noKeyOffset))
            }
            index = end
        }
        return found
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
