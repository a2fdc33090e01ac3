import BreakwaterURL

/// One record of a zone file, with its owner's name resolved.
struct ZoneRecord {
    var owner: ZoneNames.Name
    /// In capitals: `CNAME`.
    var type: String
    var data: [[UInt8]]
    /// Where the record begins; it may end lines later.
    var line: LineNumber
}

/// Reads zone files line by line: comments, quoted strings, parentheses over several lines, `$ORIGIN`, `$TTL`, owners left out.
///
/// `$INCLUDE` is refused, since a list is one file and names no others; `$GENERATE` is, because one line could stand for millions.
/// - SeeAlso: RFC 1035 §5.1, RFC 2308 §4.
struct ZoneRecordReader {
    /// An SOA needs eight lines; a parenthesis that stays open would otherwise swallow the rest of the list.
    static let maximumLines = 100
    /// Bytes of one record; a name server's limit for its data is 65,535.
    static let maximumBytes = 65_535

    enum Reading {
        case nothing
        /// A parenthesis is open.
        case unfinished
        case record(ZoneRecord)
        case fault(RuleFault, LineNumber)
    }

    private(set) var names = ZoneNames()
    private var fields: [[UInt8]] = []
    private var byteCount = 0
    private var isIndented = false
    private var isOpen = false
    private var start: LineNumber = 1
    private var lineCount = 0
    private var owner: ZoneNames.Name?

    /// Where an open parenthesis began.
    var openLine: LineNumber? { isOpen ? start : nil }
    /// Whether a line would be read with nothing in front of it and names relative to the zone's own.
    var isAtStart: Bool { !isOpen && names.origin.bytes.isEmpty && !names.origin.isAbsolute }

    /// For a record that was read without this reader's help: the owner that an indented line would take.
    mutating func setOwner(_ name: Span<UInt8>) { owner = ZoneNames.Name(bytes: name.array, isAbsolute: false) }

    mutating func read(_ line: Span<UInt8>, number: LineNumber) -> Reading {
        if !isOpen {
            fields.removeAll(keepingCapacity: true)
            (byteCount, lineCount, start) = (0, 0, number)
            isIndented = line.count > 0 && line[0].isBlank
        }
        do throws(RuleFault) {
            try takeFields(of: line)
            guard !isOpen else {
                lineCount += 1
                guard lineCount < Self.maximumLines else {
                    throw .error(.syntax, "the parenthesis opened here is not closed within \(Self.maximumLines) lines: those are left out")
                }
                return .unfinished
            }
            guard let first = fields.first else { return .nothing }
            guard first.first != UInt8(ascii: "$") || isIndented else {
                try follow(directive: first)
                return .nothing
            }
            return .record(try record())
        } catch {
            isOpen = false
            return .fault(error, start)
        }
    }

    private mutating func takeFields(of line: Span<UInt8>) throws(RuleFault) {
        var index = 0
        while index < line.count {
            let byte = line[index]
            switch byte {
            case UInt8(ascii: ";"): return
            case UInt8(ascii: " "), UInt8(ascii: "\t"): index += 1
            case UInt8(ascii: "("), UInt8(ascii: ")"):
                guard isOpen == (byte == UInt8(ascii: ")")) else {
                    throw .error(.syntax, isOpen ? "a parenthesis inside a parenthesis" : "a `)` without its `(`")
                }
                isOpen.toggle()
                index += 1
            default: index = try takeField(line, from: index)
            }
        }
    }

    /// - Returns: the index after the field.
    private mutating func takeField(_ line: Span<UInt8>, from first: Int) throws(RuleFault) -> Int {
        var field: [UInt8] = []
        let isQuoted = line[first] == UInt8(ascii: "\"")
        var index = isQuoted ? first + 1 : first
        while index < line.count {
            let byte = line[index]
            if isQuoted ? byte == UInt8(ascii: "\"") : Self.endsField(byte) { break }
            // What an escape stands for is never looked at: it only must not end the field.
            if byte == UInt8(ascii: "\\"), index + 1 < line.count {
                field.append(byte)
                index += 1
            }
            field.append(line[index])
            index += 1
        }
        guard !isQuoted || index < line.count else { throw .error(.syntax, "a quotation mark without its second one") }
        byteCount += field.count + 1
        guard byteCount <= Self.maximumBytes else {
            throw .error(.lineTooLong, "a record of more than \(Self.maximumBytes) bytes: left out")
        }
        fields.append(field)
        return isQuoted ? index + 1 : index
    }

    private static func endsField(_ byte: UInt8) -> Bool {
        byte.isBlank || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "\"")
    }

    private mutating func follow(directive: [UInt8]) throws(RuleFault) {
        switch directive.span.lossyText.uppercased() {
        case "$TTL": return
        case "$ORIGIN":
            guard fields.count == 2 else { throw .error(.directive, "`$ORIGIN` names one domain") }
            try names.setOrigin(fields[1])
        case "$INCLUDE":
            throw .error(
                .directive, "`$INCLUDE` is refused: a list is one file; add the included file to the policy as a list of its own")
        case "$GENERATE": throw .error(.directive, "`$GENERATE` is refused: write the names themselves")
        default: throw .error(.directive, "\(directive.span.quoted) is no directive of a zone file")
        }
    }

    /// `[owner] [TTL] [class] type data`, TTL and class in either order.
    private mutating func record() throws(RuleFault) -> ZoneRecord {
        var rest = fields[...]
        if !isIndented, let first = rest.popFirst() {
            owner = nil
            owner = try names.resolve(first)
        }
        guard let owner else {
            throw .error(.syntax, "the line begins with a blank, so it belongs to the name before it, and there is none")
        }
        for _ in 0..<2 {
            guard let next = rest.first, Self.isClass(next) || Self.isTTL(next) else { break }
            rest.removeFirst()
        }
        guard let word = rest.popFirst(), let type = Self.type(word) else {
            throw .error(.syntax, "no record such as `name CNAME .`; a line of plain names belongs in a list of format `domains`")
        }
        let record = ZoneRecord(owner: owner, type: type, data: Array(rest), line: start)
        if type == "SOA" { names.setApex(owner) }
        return record
    }

    private static func isClass(_ field: [UInt8]) -> Bool {
        ["IN", "CH", "HS", "ANY"].contains(field.span.lossyText.uppercased())
    }

    /// `300`, `1h30m`.
    private static func isTTL(_ field: [UInt8]) -> Bool {
        guard let first = field.first, ASCII.isDigit(first) else { return false }
        return field.allSatisfy { ASCII.isDigit($0) || Array("smhdwSMHDW".utf8).contains($0) }
    }

    private static let types: Set<String> = [
        "A", "AAAA", "AFSDB", "APL", "CAA", "CDNSKEY", "CDS", "CERT", "CNAME", "CSYNC", "DHCID", "DNAME", "DNSKEY", "DS", "EUI48",
        "EUI64", "HINFO", "HTTPS", "IPSECKEY", "KEY", "KX", "LOC", "MX", "NAPTR", "NS", "NSEC", "NSEC3", "NSEC3PARAM", "OPENPGPKEY",
        "PTR", "RP", "RRSIG", "SIG", "SMIMEA", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT", "URI", "ZONEMD",
    ]

    private static func type(_ field: [UInt8]) -> String? {
        let word = field.span.lossyText.uppercased()
        if types.contains(word) { return word }
        // RFC 3597: a type without a name.
        return word.hasPrefix("TYPE") && word.count > 4 && word.dropFirst(4).allSatisfy(\.isNumber) ? word : nil
    }
}
