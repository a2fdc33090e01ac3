import BreakwaterURL

/// The two options of unbound.conf that lists are made of, and their values.
extension UnboundFormat {
    enum Option: ~Escapable {
        case zone(Span<UInt8>)
        case data(Span<UInt8>)
        case include
        case clause
        case other
    }

    @_lifetime(copy line)
    static func option(_ line: Span<UInt8>) -> Option? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return nil }
        let key = line.upTo(colon)
        let value = line.from(colon + 1).trimmed
        if key.equals("local-zone") { return .zone(value) }
        if key.equals("local-data") { return .data(value) }
        if key.equals("include") || key.equals("include-toplevel") { return .include }
        for index in key.indices where !ASCII.isLetter(key[index]) && !ASCII.isDigit(key[index]) && key[index] != UInt8(ascii: "-") {
            return nil
        }
        return value.count == 0 ? .clause : .other
    }

    /// The name without its final dot, in lower case, and the type.
    static func zone(_ value: Span<UInt8>) -> (name: [UInt8], type: String)? {
        guard let first = field(value, from: 0), let second = field(value, from: first.end), field(value, from: second.end) == nil
        else { return nil }
        return (name(first.bytes), second.bytes.span.lossyText.lowercased())
    }

    struct LocalData {
        var name: [UInt8]
        var target: [UInt8]
        var isAddress: Bool
        var isAlias: Bool
        var blocks: Bool
    }

    static func data(_ value: Span<UInt8>) -> LocalData? {
        guard let quoted = field(value, from: 0), field(value, from: quoted.end) == nil else { return nil }
        var records = ZoneRecordReader()
        let record = records.read(quoted.bytes.span.trimmed, number: 1)
        guard case .record(let record) = record, let target = record.data.first else { return nil }
        let isAddress = record.type == "A" || record.type == "AAAA"
        return LocalData(
            name: record.owner.bytes, target: target, isAddress: isAddress, isAlias: record.type == "CNAME",
            blocks: isAddress && HostsFormat.isBlockTarget(target.span))
    }

    private static func name(_ written: [UInt8]) -> [UInt8] {
        let lower = written.map(ASCII.lowercased)
        return lower.last == UInt8(ascii: ".") ? Array(lower.dropLast()) : lower
    }

    /// One word, or what stands between two equal quotation marks.
    private static func field(_ value: Span<UInt8>, from start: Int) -> (bytes: [UInt8], end: Int)? {
        var first = start
        while first < value.count, value[first].isBlank { first += 1 }
        guard first < value.count else { return nil }
        let mark = value[first]
        guard mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else {
            var end = first
            while end < value.count, !value[end].isBlank { end += 1 }
            return (value.extracting(first..<end).array, end)
        }
        guard let end = value.firstIndex(of: mark, from: first + 1) else { return nil }
        return (value.extracting(first + 1..<end).array, end + 1)
    }
}
