import BreakwaterURL

/// The modifiers after a rule's `$`, put together.
///
/// The default types are **all** of them, a top-level page included: in a browser `||bad.com^` leaves the address bar alone, but
/// a child who types the name must be stopped too (uBlock Origin's strict blocking does the same). `$popup` stays a type of its
/// own, which a proxy seldom sees; `$document` is the page itself, and `@@…$document` excepts that page, not what it loads.
struct AdblockModifiers {
    private(set) var conditions = RequestConditions.none
    private(set) var effect: RuleEffect = []
    private(set) var matchesCase = false
    private(set) var isBadfilter = false
    private var includedTypes: ResourceTypes = []
    private var excludedTypes: ResourceTypes = []

    /// - Parameter text: what follows the `$`; empty where there is none.
    init(_ text: Span<UInt8>) throws(RuleFault) {
        var start = 0
        while start < text.count {
            let end = Self.end(of: start, in: text)
            try add(text.extracting(start..<end).trimmed)
            start = end + 1
        }
        var types = includedTypes.isEmpty ? ResourceTypes.all : includedTypes
        types.subtract(excludedTypes)
        guard !types.isEmpty else { throw .error(.syntax, "the types exclude each other, so the rule matches nothing") }
        conditions.types = types
    }

    /// Where the modifier that starts at `start` ends: at a comma that no `\` escapes.
    private static func end(of start: Int, in text: Span<UInt8>) -> Int {
        var index = start
        while index < text.count, text[index] != UInt8(ascii: ",") { index += text[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return Swift.min(index, text.count)
    }

    private mutating func add(_ text: Span<UInt8>) throws(RuleFault) {
        let isNegated = text.hasPrefix("~")
        let written = text.from(isNegated ? 1 : 0)
        let nameEnd = written.firstIndex(of: UInt8(ascii: "=")) ?? written.count
        let name = written.upTo(nameEnd).lossyText.lowercased()
        let value = nameEnd < written.count ? written.from(nameEnd + 1) : nil
        guard let modifier = AdblockModifier.named(name) else {
            throw .error(.unknownModifier, "unknown modifier `$\(Self.shortened(name))`\(Spelling.suggestion(for: name))")
        }
        if let value {
            try add(modifier, name, value, isNegated)
        } else {
            try add(modifier, name, isNegated)
        }
    }

    /// A modifier without value.
    private mutating func add(_ modifier: AdblockModifier, _ name: String, _ isNegated: Bool) throws(RuleFault) {
        switch modifier {
        case .type(let type):
            if isNegated { excludedTypes.formUnion(type) } else { includedTypes.formUnion(type) }
            return
        case .party(let party):
            conditions.party = isNegated ? (party == .third ? .first : .third) : party
            return
        case .hiding: throw .warning(.cosmetic, "`$\(name)` is about hiding parts of a page")
        case .unsupported: throw Self.unsupported(name)
        case .documentDomain, .targetDomain, .deniedAllow, .method:
            throw .error(.syntax, "`$\(name)` needs a value, as in `$\(name)=…`")
        case .matchesCase:
            // Adblock Plus reads `~match-case` as what rules do anyway.
            matchesCase = !isNegated
            return
        case .important, .badfilter, .ignored, .blockWithStandIn: break
        }
        guard !isNegated else { throw .error(.syntax, "`$\(name)` cannot be negated") }
        switch modifier {
        case .important: effect.insert(.important)
        case .badfilter: isBadfilter = true
        default: break
        }
    }

    /// A modifier with value.
    private mutating func add(
        _ modifier: AdblockModifier, _ name: String, _ value: Span<UInt8>, _ isNegated: Bool
    ) throws(RuleFault) {
        if case .unsupported = modifier { throw Self.unsupported(name) }
        guard !isNegated else { throw .error(.syntax, "`$\(name)` cannot be negated; negate its values") }
        switch modifier {
        case .documentDomain: conditions.documentDomains = try AdblockValue.domains(value, of: name)
        case .targetDomain: conditions.targetDomains = try AdblockValue.domains(value, of: name)
        case .deniedAllow:
            let domains = try AdblockValue.domains(value, of: name)
            guard domains.excluded.isEmpty else { throw .error(.syntax, "`$denyallow` takes no `~`") }
            conditions.deniedAllowDomains = domains.included
        case .method: conditions.methods = try AdblockValue.methods(value)
        case .hiding: throw .warning(.cosmetic, "`$\(name)` is about hiding parts of a page")
        case .ignored, .blockWithStandIn: break
        case .type, .party, .important, .matchesCase, .badfilter, .unsupported:
            throw .error(.syntax, "`$\(name)` takes no value")
        }
    }

    private static func unsupported(_ name: String) -> RuleFault {
        .warning(.unsupportedModifier, "`$\(name)` cannot be judged by a proxy: the rule is left out")
    }

    private static func shortened(_ name: String) -> String { String(name.quotedForDiagnostics.dropFirst().dropLast()) }
}
