import BreakwaterURL

/// What the owner of a policy zone's record stands for.
enum PolicyTrigger {
    /// The zone's own name.
    case zone
    case name([UInt8], Coverage)
    /// `*`
    case everything
    /// What stands before `.rpz-ip`.
    case addresses([UInt8])
    /// `rpz-client-ip`, `rpz-nsdname`, `rpz-nsip`, and what may come after them.
    case unsupported(String)

    /// - Parameter name: inside the zone.
    init(_ name: [UInt8]) {
        let star = UInt8(ascii: "*")
        let dot = UInt8(ascii: ".")
        let lastDot = name.lastIndex(of: dot)
        let last = name[(lastDot.map { $0 + 1 } ?? 0)...]
        if name.isEmpty {
            self = .zone
        } else if last.starts(with: Array("rpz-".utf8)) {
            let kind = Array(last).span.lossyText
            self = kind == "rpz-ip" ? .addresses(Array(name.dropLast(min(name.count, 7)))) : .unsupported(kind)
        } else if name == [star] {
            self = .everything
        } else if name.starts(with: [star, dot]) {
            self = .name(Array(name.dropFirst(2)), .subdomainsOnly)
        } else {
            self = .name(name, .nameAlone)
        }
    }

    /// `24.0.2.0.192` is 192.0.2.0/24, `48.zz.db8.2001` is 2001:db8::/48: the length, then the address backwards.
    static func block(_ labels: [UInt8]) throws(RuleFault) -> CIDRBlock {
        let text = labels.span.lossyText
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let words = parts.dropFirst().reversed().map { $0 == "zz" ? "" : $0 }
        let isV4 = parts.count == 5 && !parts.contains("zz")
        var address = words.joined(separator: isV4 ? "." : ":")
        if !isV4 {
            // A `zz` at an end leaves one colon where the text form has two.
            if words.first == "" { address = ":" + address }
            if words.last == "" { address += ":" }
        }
        guard let length = parts.first, let block = CIDRBlock("\(address)/\(length)") else {
            throw .error(
                .address, "\(text.quotedForDiagnostics) is no `rpz-ip` trigger such as `24.0.2.0.192` or `48.zz.db8.2001`")
        }
        guard block.prefixLength > 0 else { throw .error(.tooGeneral, "the trigger covers every address: left out") }
        return block
    }
}

/// What a policy zone's record says is to happen.
enum PolicyAction {
    case block
    case exception

    /// - Returns: `nil` for data that answers a question of another kind.
    init?(_ record: ZoneRecord, _ trigger: PolicyTrigger, _ names: ZoneNames) throws(RuleFault) {
        let target = record.data.first ?? []
        switch record.type {
        case "CNAME": self = try Self.action(target, trigger, names)
        case "A", "AAAA":
            guard HostsFormat.isBlockTarget(target.span) else { throw Self.elsewhere(target) }
            self = .block
        default: return nil
        }
    }

    private static func action(_ target: [UInt8], _ trigger: PolicyTrigger, _ names: ZoneNames) throws(RuleFault) -> PolicyAction {
        switch target.span.lossyText.lowercased() {
        case "": throw .error(.syntax, "a CNAME without its target: `.` blocks, `rpz-passthru.` allows")
        case ".", "*.", "rpz-drop.": return .block
        case "rpz-passthru.": return .exception
        case "rpz-tcp-only.":
            throw .warning(.unsupportedModifier, "`rpz-tcp-only.` makes a client ask again over TCP and blocks nothing: left out")
        case let word where ["rpz-passthru", "rpz-drop", "rpz-tcp-only", "*"].contains(word):
            throw .error(.syntax, "`\(word)` needs its final dot, or it is a name in this zone")
        case let word where word.hasPrefix("rpz-") && word.dropFirst(4).firstIndex(of: ".") == word.indices.last:
            throw .error(.syntax, "\(word.quotedForDiagnostics) is no action of a policy zone")
        default: break
        }
        // The first version of the format let a name through by pointing it to itself.
        let resolved = try names.resolve(target)
        if case .name(let name, .nameAlone) = trigger, resolved.isAbsolute, resolved.bytes == name { return .exception }
        throw elsewhere(target)
    }

    private static func elsewhere(_ target: [UInt8]) -> RuleFault {
        .warning(.rewrite, "sends the name to \(target.span.quoted) and blocks nothing: left out (to block, write `CNAME .`)")
    }
}
