import BreakwaterURL

/// The names of a zone file: follows `$ORIGIN`, and tells what a name is inside the zone.
///
/// A policy zone is written so that it can be loaded under any name: most files never say what theirs is. Names that are relative to
/// that unknown name are what a list is about; absolute names need an `$ORIGIN` or an SOA that says where the zone begins.
/// - SeeAlso: RFC 1035 §5.1.
struct ZoneNames {
    struct Name: Hashable {
        /// Lower case, without a final dot; empty for the root, or for the zone's own unknown name.
        var bytes: [UInt8]
        var isAbsolute: Bool
    }

    private(set) var origin = Name(bytes: [], isAbsolute: false)
    /// The zone's own absolute name, once the file said it.
    private(set) var apex: [UInt8]?

    /// A name as it is written: `@`, relative to the origin, or absolute with its final dot.
    func resolve(_ written: [UInt8]) throws(RuleFault) -> Name {
        if written == [UInt8(ascii: "@")] { return origin }
        if written == [UInt8(ascii: ".")] { return Name(bytes: [], isAbsolute: true) }
        guard !written.contains(UInt8(ascii: "\\")) else {
            throw .error(.name, "\(written.span.quoted) holds an escape: no host name has one")
        }
        let lower = written.map(ASCII.lowercased)
        if lower.last == UInt8(ascii: ".") { return Name(bytes: Array(lower.dropLast()), isAbsolute: true) }
        let bytes = origin.bytes.isEmpty ? lower : lower + [UInt8(ascii: ".")] + origin.bytes
        return Name(bytes: bytes, isAbsolute: origin.isAbsolute)
    }

    mutating func setOrigin(_ written: [UInt8]) throws(RuleFault) {
        origin = try resolve(written)
        // `$ORIGIN .` only says that the SOA's owner, which comes next, is written in full.
        if origin.isAbsolute, !origin.bytes.isEmpty, apex == nil { apex = origin.bytes }
    }

    /// The SOA stands at the zone's own name.
    mutating func setApex(_ owner: Name) {
        if owner.isAbsolute { apex = owner.bytes }
    }

    /// What a name is inside the zone; empty for the zone's own name.
    func inside(_ name: Name) throws(RuleFault) -> [UInt8] {
        guard name.isAbsolute else { return name.bytes }
        guard let apex else {
            throw .error(
                .name, "\(name.bytes.span.quoted) is written with its final dot, and nothing says what the zone's own name is: leave the "
                    + "dot out, or add `$ORIGIN`")
        }
        if apex.isEmpty || name.bytes == apex { return name.bytes == apex ? [] : name.bytes }
        guard name.bytes.count > apex.count + 1, name.bytes.suffix(apex.count + 1) == [UInt8(ascii: ".")] + apex else {
            throw .warning(
                .name, "\(name.bytes.span.quoted) is not in the zone \(apex.span.quoted), so a name server passes over it: left out")
        }
        return Array(name.bytes.dropLast(apex.count + 1))
    }
}
