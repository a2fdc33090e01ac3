import BreakwaterURL

extension ListFormat {
    /// Bytes of a list that are enough to tell its format.
    public static let detectionLength = 65_536

    /// Tells the format of a list from its file's name and its first lines.
    ///
    /// The names of squidGuard folders decide at once. Otherwise each line votes for the format that only it can be; plain names
    /// vote last, because most formats have some.
    /// - Parameter prefix: the list's first ``detectionLength`` bytes, decompressed; more are not read.
    /// - Returns: `nil` where no line is telling.
    public static func detect(_ prefix: Span<UInt8>, fileName: String) -> ListFormat? {
        if let format = SquidGuardDirectory.format(ofFileNamed: fileName) { return format }
        let bytes = prefix.upTo(detectionLength)
        var votes: [ListFormat: Int] = [:]
        var reader = LineReader(bytes)
        while let line = reader.next(in: bytes) {
            guard line.flaw == nil else { continue }
            let text = bytes.extracting(line.range).trimmed
            // A header says it outright.
            if text.hasPrefix("[Adblock") || text.hasPrefix("[uBlock") || text.hasPrefix("[AdGuard") { return .adblock }
            if text.hasPrefix("$TTL") || text.hasPrefix("$ORIGIN") || isStartOfZone(text) { return .rpz }
            if let format = vote(of: text) { votes[format, default: 0] += 1 }
        }
        // In the order of declaration, so that a tie has the same answer every time.
        return allCases.filter { votes[$0] != nil }.max { weight(votes, $0) < weight(votes, $1) }
    }

    /// A telling line counts as much as three plain names or addresses, and what only Pi-hole or dnscrypt-proxy writes a little
    /// more than what any expression or wildcard list may hold.
    private static func weight(_ votes: [ListFormat: Int], _ format: ListFormat) -> Int {
        let count = votes[format] ?? 0
        switch format {
        case .domains, .addresses: return count
        case .hostExpressions, .dnscrypt: return count * 4
        default: return count * 3
        }
    }

    private static func vote(of line: Span<UInt8>) -> ListFormat? {
        guard line.count > 0 else { return nil }
        if line[0] == UInt8(ascii: "#") { return line.hasPrefix("#listcategory:") ? nil : adblockIfCosmetic(line) }
        if line[0] == UInt8(ascii: "!") { return line.count > 1 && line[1].isBlank ? .adblock : nil }
        if line[0] == UInt8(ascii: "<") { return .phrases }
        if line.hasPrefix("||") || line.hasPrefix("@@") { return .adblock }
        if line.hasPrefix("local=/") || line.hasPrefix("server=/") || line.hasPrefix("address=/") { return .dnsmasq }
        if isZoneRecord(line) { return .rpz }
        if line.hasPrefix("local-zone:") || line.hasPrefix("local-data:") { return .unbound }
        if isDnscryptPattern(line) { return .dnscrypt }
        if isExtension(line) { return .extensions }
        if line.hasPrefix("*.") { return .wildcard }
        if HashesFormat.digest(line) != nil { return .hashes }
        let content = line.upTo(line.endBeforeComment).trimmed
        if HostReader.isCanonical(content) { return .domains }
        if isHosts(content) { return .hosts }
        if CIDRBlock(content.upTo(64).lossyText) != nil { return .addresses }
        if case .cosmetic = AdblockLine(line) { return .adblock }
        if let slash = content.firstIndex(of: UInt8(ascii: "/")), HostReader.isCanonical(content.upTo(slash)) { return .urls }
        if line.firstIndex(of: "$third-party") != nil || line.firstIndex(of: "$domain=") != nil { return .adblock }
        guard isExpression(content) else { return nil }
        // Pi-hole's way of saying "this label or the whole name".
        return content.hasPrefix("(^|\\.)") || content.hasPrefix("^(.+") || ExpressionSubject.startsLikeHost(content) ? .hostExpressions : .expressions
    }

    private static func adblockIfCosmetic(_ line: Span<UInt8>) -> ListFormat? {
        if case .cosmetic = AdblockLine(line), line.count > 2, !line[2].isBlank, line[2] != UInt8(ascii: "#") { return .adblock }
        return nil
    }

    /// `.exe` and nothing more but a comment; a list of top-level domains looks the same and is rarer.
    private static func isExtension(_ line: Span<UInt8>) -> Bool {
        guard line[0] == UInt8(ascii: ".") else { return false }
        let content = line.upTo(line.firstIndex(of: UInt8(ascii: "#")) ?? line.count).trimmed.from(1)
        guard (1...8).contains(content.count) else { return false }
        for index in content.indices where !ASCII.isLetter(content[index]) && !ASCII.isDigit(content[index]) { return false }
        return true
    }

    /// `@ 300 IN SOA …`: no other format says so.
    private static func isStartOfZone(_ line: Span<UInt8>) -> Bool {
        guard line.firstIndex(of: "SOA") != nil else { return false }
        var fields = FieldReader()
        for _ in 0..<4 {
            guard let field = fields.next(in: line) else { return false }
            if line.extracting(field).equals("SOA") { return fields.next(in: line) != nil }
        }
        return false
    }

    private static func isZoneRecord(_ line: Span<UInt8>) -> Bool {
        guard let word = line.firstIndex(of: "CNAME") ?? line.firstIndex(of: "cname"), word > 0, line[word - 1].isBlank
        else { return false }
        return word + 5 < line.count && line[word + 5].isBlank
    }

    /// `=name`, `ads.*`, `*sex*`: letters of host names with stars at their ends.
    private static func isDnscryptPattern(_ line: Span<UInt8>) -> Bool {
        if line.hasPrefix("=") { return HostReader.isCanonical(line.from(1)) }
        guard line.count > 3, line[line.count - 1] == UInt8(ascii: "*") else { return false }
        for index in line.indices where !ASCII.isHostByte(line[index]) && line[index] != UInt8(ascii: ".") {
            guard line[index] == UInt8(ascii: "*"), index == 0 || index == line.count - 1 else { return false }
        }
        return true
    }

    private static func isHosts(_ line: Span<UInt8>) -> Bool {
        var fields = FieldReader()
        guard let first = fields.next(in: line), fields.next(in: line) != nil else { return false }
        let target = line.extracting(first)
        return IPAddress(strictV4: target) != nil || IPAddress(v6: target) != nil
    }

    /// Whether a line has what only expressions have.
    private static func isExpression(_ line: Span<UInt8>) -> Bool {
        line.firstIndex(of: "(^|") != nil || line.firstIndex(of: "\\.") != nil || line.firstIndex(of: ".*") != nil
            || line.hasPrefix("^") || line.hasPrefix("(")
    }
}
