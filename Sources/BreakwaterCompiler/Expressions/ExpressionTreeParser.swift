/// Reads a PCRE2 expression as a tree.
///
/// It knows the syntax that lists use; for what it does not know (recursion, conditions, verbs, Unicode properties) there is no tree, and
/// whoever asked must do without. PCRE2 itself stays the judge of what an expression means.
/// - SeeAlso: pcre2pattern(3).
package struct ExpressionTreeParser {
    private struct Unknown: Error {}

    struct Flags {
        var isCaseless: Bool
        var dotMatchesAll = false
        var isExtended = false
    }

    /// Groups inside each other; lists may nest 50.
    private static let maximumDepth = 60

    let bytes: [UInt8]
    var index = 0
    private var flags: Flags
    private var isQuoting = false

    private init(_ pattern: String, isCaseless: Bool) {
        bytes = Array(pattern.utf8)
        flags = Flags(isCaseless: isCaseless)
    }

    /// - Returns: `nil` where the syntax is not known here.
    package static func tree(_ pattern: String, isCaseless: Bool) -> ExpressionNode? {
        var parser = ExpressionTreeParser(pattern, isCaseless: isCaseless)
        guard let node = try? parser.alternation(depth: 0), parser.index == parser.bytes.count else { return nil }
        return node
    }

    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    func has(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard bytes.count - index >= length else { return false }
        // A StaticString of ASCII owns `length` bytes for ever.
        for offset in 0..<length where unsafe text.utf8Start[offset] != bytes[index + offset] { return false }
        return true
    }

    private mutating func alternation(depth: Int) throws -> ExpressionNode {
        guard depth < Self.maximumDepth else { throw Unknown() }
        let outer = flags
        defer { flags = outer }
        var branches = [try sequence(depth: depth)]
        while next == UInt8(ascii: "|"), !isQuoting {
            index += 1
            branches.append(try sequence(depth: depth))
        }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence(depth: Int) throws -> ExpressionNode {
        var nodes: [ExpressionNode] = []
        while let byte = next {
            if isQuoting {
                try quoted(&nodes)
                continue
            }
            if byte == UInt8(ascii: "|") || byte == UInt8(ascii: ")") { break }
            if flags.isExtended, skipComment() { continue }
            guard let atom = try atom(depth: depth) else { continue }
            nodes.append(try repetition(of: atom))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func quoted(_ nodes: inout [ExpressionNode]) throws {
        if has("\\E") {
            isQuoting = false
            index += 2
            // What repeats stands behind the quotation and means its last byte.
            if let last = nodes.popLast() { nodes.append(try repetition(of: last)) }
        } else {
            nodes.append(literal(bytes[index]))
            index += 1
        }
    }

    private mutating func skipComment() -> Bool {
        guard let byte = next else { return false }
        if byte <= 0x20 {
            index += 1
            return true
        }
        guard byte == UInt8(ascii: "#") else { return false }
        while let byte = next, byte != 0x0A { _ = byte; index += 1 }
        return true
    }

    func literal(_ byte: UInt8) -> ExpressionNode { .set(cased(ByteSet(byte...byte))) }

    func cased(_ set: ByteSet) -> ByteSet { flags.isCaseless ? set.caseless : set }

    /// - Returns: `nil` for what is no atom, such as `(?i)` and `\Q`.
    private mutating func atom(depth: Int) throws -> ExpressionNode? {
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "("): return try group(depth: depth)
        case UInt8(ascii: "["):
            guard let set = characterClass() else { throw Unknown() }
            return .set(cased(set))
        case UInt8(ascii: "\\"): return try escape()
        case UInt8(ascii: "."): return .set(flags.dotMatchesAll ? .all : ByteSet(0x0A...0x0A).inverted)
        case UInt8(ascii: "^"), UInt8(ascii: "$"): return .nothing
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): throw Unknown()
        default: return literal(byte)
        }
    }

    private mutating func escape() throws -> ExpressionNode? {
        guard let byte = next else { throw Unknown() }
        if let set = escapedSet() { return .set(cased(set)) }
        index += 1
        switch byte {
        case UInt8(ascii: "Q"):
            isQuoting = true
            return nil
        case UInt8(ascii: "E"): return nil
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "z"), UInt8(ascii: "Z"), UInt8(ascii: "G"), UInt8(ascii: "K"):
            return .nothing
        // A back reference repeats what is fixed already. More digits may be a byte's number, where there are not so many groups.
        case UInt8(ascii: "1")...UInt8(ascii: "9"):
            if let digit = next, digit &- 0x30 < 10 { throw Unknown() }
            return .nothing
        default: throw Unknown()
        }
    }

    private mutating func group(depth: Int) throws -> ExpressionNode? {
        var wrap: (ExpressionNode) -> ExpressionNode = { $0 }
        let outer = flags
        if next == UInt8(ascii: "*") { throw Unknown() }
        if next == UInt8(ascii: "?") {
            index += 1
            if has("#") {
                while let byte = next, byte != UInt8(ascii: ")") { _ = byte; index += 1 }
                index = min(index + 1, bytes.count)
                return nil
            }
            switch try groupKind() {
            case .plain: break
            case .atomic: wrap = { .atomic($0) }
            case .lookaround: wrap = { .lookaround($0) }
            case .setsFlags: return nil
            }
        }
        let inner = try alternation(depth: depth + 1)
        flags = outer
        guard next == UInt8(ascii: ")") else { throw Unknown() }
        index += 1
        return wrap(inner)
    }

    private enum GroupKind { case plain, atomic, lookaround, setsFlags }

    /// What stands between `(?` and the group's contents.
    private mutating func groupKind() throws -> GroupKind {
        for (text, kind) in [("<=", GroupKind.lookaround), ("<!", .lookaround), ("=", .lookaround), ("!", .lookaround), (">", .atomic), (":", .plain), ("|", .plain)]
        where bytes[index...].starts(with: text.utf8) {
            index += text.utf8.count
            return kind
        }
        if has("<") || has("P<") || has("'") {
            let end = has("'") ? UInt8(ascii: "'") : UInt8(ascii: ">")
            index += 1
            guard let close = bytes[index...].firstIndex(of: end) else { throw Unknown() }
            index = close + 1
            return .plain
        }
        return try inlineFlags()
    }

    /// `i-s)` or `i-s:`.
    private mutating func inlineFlags() throws -> GroupKind {
        var isOn = true
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "-"): isOn = false
            case UInt8(ascii: "i"): flags.isCaseless = isOn
            case UInt8(ascii: "s"): flags.dotMatchesAll = isOn
            case UInt8(ascii: "x"): flags.isExtended = isOn
            case UInt8(ascii: "m"), UInt8(ascii: "n"), UInt8(ascii: "J"), UInt8(ascii: "U"): break
            case UInt8(ascii: ":"): return .plain
            case UInt8(ascii: ")"): return .setsFlags
            default: throw Unknown()
            }
        }
        throw Unknown()
    }

    private mutating func repetition(of atom: ExpressionNode) throws -> ExpressionNode {
        guard let byte = next else { return atom }
        var bounds: (minimum: Int, maximum: Int?)
        switch byte {
        case UInt8(ascii: "*"): bounds = (0, nil)
        case UInt8(ascii: "+"): bounds = (1, nil)
        case UInt8(ascii: "?"): bounds = (0, 1)
        case UInt8(ascii: "{"):
            guard let found = try braces() else { return atom }
            bounds = found
            index -= 1
        default: return atom
        }
        index += 1
        let node = ExpressionNode.repeated(atom, maximum: bounds.maximum, isOptional: bounds.minimum == 0)
        if next == UInt8(ascii: "+") {
            index += 1
            return .atomic(node)
        }
        if next == UInt8(ascii: "?") { index += 1 }
        return node
    }

    /// `{3}`, `{3,}`, `{3,5}`; anything else is a literal brace, but for `{,5}` and spaces inside: what those are depends on PCRE2's version.
    private mutating func braces() throws -> (minimum: Int, maximum: Int?)? {
        guard let close = bytes[index...].prefix(24).firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let text = String(decoding: bytes[(index + 1)..<close], as: UTF8.self)
        guard text.contains(where: \.isNumber), text.allSatisfy({ $0.isNumber || $0 == "," || $0 == " " || $0 == "\t" }) else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return nil }
        guard let minimum = Int(parts[0]), parts.count == 1 || parts[1].isEmpty || Int(parts[1]) != nil else { throw Unknown() }
        index = close + 1
        return (minimum, parts.count == 1 ? minimum : Int(parts[1]))
    }
}
