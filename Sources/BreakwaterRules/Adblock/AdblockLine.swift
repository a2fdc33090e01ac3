/// What kind of line an Adblock list has, told without understanding it.
enum AdblockLine {
    case comment
    /// Starts with `!`: a comment that may be a directive.
    case directive
    /// Hides or changes parts of pages: for browsers only.
    case cosmetic
    /// `0.0.0.0 name`, as hosts files have; some lists mix both.
    case hosts
    case rule

    init(_ line: Span<UInt8>) {
        guard line.count > 0 else {
            self = .comment
            return
        }
        switch line[0] {
        case UInt8(ascii: "!"): self = .directive
        case UInt8(ascii: "["): self = Self.isCosmetic(line) ? .cosmetic : .comment
        case UInt8(ascii: "#"): self = Self.isCosmetic(line) ? .cosmetic : .comment
        case UInt8(ascii: "0"), UInt8(ascii: "1"), UInt8(ascii: ":"): self = Self.isHosts(line) ? .hosts : Self.ruleOrCosmetic(line)
        default: self = Self.ruleOrCosmetic(line)
        }
    }

    private static func ruleOrCosmetic(_ line: Span<UInt8>) -> AdblockLine { isCosmetic(line) ? .cosmetic : .rule }

    private static func isHosts(_ line: Span<UInt8>) -> Bool {
        var fields = FieldReader()
        guard let first = fields.next(in: line), fields.next(in: line) != nil else { return false }
        return HostsFormat.isBlockTarget(line.extracting(first))
    }

    /// Whether one of the markers `##`, `#@#`, `#?#`, `#@?#`, `#$#`, `#$?#`, `#%#`, `#+js` … or `$$`, `$@$` stands in the line.
    ///
    /// Why anywhere: a fragment never reaches a proxy, so a network rule with `##` could match nothing; but a cosmetic rule
    /// taken for a network rule may match everything (uBlock-issues #1118).
    private static func isCosmetic(_ line: Span<UInt8>) -> Bool {
        var index = 0
        while index < line.count {
            let byte = line[index]
            if byte == UInt8(ascii: "#"), let end = markerEnd(line, index + 1), end - index <= 5 { return true }
            if byte == UInt8(ascii: "$"), isHTMLMarker(line, index) { return true }
            index += 1
        }
        return false
    }

    /// The index after `@?$%#` and the like that end in `#`.
    private static func markerEnd(_ line: Span<UInt8>, _ start: Int) -> Int? {
        var index = start
        while index < line.count, index - start < 4 {
            switch line[index] {
            case UInt8(ascii: "#"): return index + 1
            case UInt8(ascii: "@"), UInt8(ascii: "?"), UInt8(ascii: "$"), UInt8(ascii: "%"): index += 1
            default: return nil
            }
        }
        return nil
    }

    /// AdGuard's HTML rules: `example.org$$script[…]`, `example.org$@$div`.
    private static func isHTMLMarker(_ line: Span<UInt8>, _ index: Int) -> Bool {
        guard line.hasText("$$", at: index) || line.hasText("$@$", at: index) else { return false }
        let start = index + (line.hasText("$$", at: index) ? 2 : 3)
        guard start < line.count, (line[start] | 0x20) &- 0x61 < 26 else { return false }
        for before in 0..<index {
            switch line[before] {
            case UInt8(ascii: "/"), UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "="), UInt8(ascii: "?"): return false
            default: continue
            }
        }
        return true
    }
}
