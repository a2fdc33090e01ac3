import BreakwaterURL

/// Values of `$domain=`, `$to=`, `$denyallow=` and `$method=`: parts between `|`, `~` before what is excluded.
enum AdblockValue {
    /// Parts in one value; EasyList's longest has 1,300.
    static let maximumParts = 10_000

    static func domains(_ value: Span<UInt8>, of name: String) throws(RuleFault) -> DomainOption {
        var option = DomainOption()
        var start = 0
        while start <= value.count {
            let end = value.firstIndex(of: UInt8(ascii: "|"), from: start) ?? value.count
            let part = value.extracting(start..<end).trimmed
            start = end + 1
            // Why a bad part spoils the rule: without it an exclusion would be lost and the rule be wider than written.
            if part.hasPrefix("~") {
                option.excluded.append(try domain(part.from(1), of: name))
            } else {
                option.included.append(try domain(part, of: name))
            }
            guard option.included.count + option.excluded.count <= maximumParts else {
                throw .error(.syntax, "`$\(name)` has more than \(maximumParts) values")
            }
        }
        return option
    }

    private static func domain(_ text: Span<UInt8>, of name: String) throws(RuleFault) -> String {
        guard text.count > 0 else { throw .error(.syntax, "`$\(name)` has an empty value") }
        if text[0] == UInt8(ascii: "/") {
            throw .warning(.unsupportedModifier, "a regular expression in `$\(name)` is not supported: the rule is left out")
        }
        let isEntity = text.count > 2 && text.hasText(".*", at: text.count - 2)
        let host = isEntity ? text.upTo(text.count - 2) : text
        let canonical: String
        do throws(RuleFault) {
            switch HostReader.isCanonical(host) ? .name(host.array) : try HostReader.read(host) {
            case .name(let bytes), .topLevelName(let bytes): canonical = bytes.span.lossyText
            // As in URLs, where an IPv6 host stands in brackets.
            case .address(let address): canonical = Host.address(address.canonical).description
            }
        } catch {
            throw .error(.name, "in `$\(name)`: \(error.message)")
        }
        return isEntity ? canonical + ".*" : canonical
    }

    static func methods(_ value: Span<UInt8>) throws(RuleFault) -> RequestMethods {
        var included: RequestMethods = []
        var excluded: RequestMethods = []
        for part in value.lossyText.split(separator: "|", maxSplits: 32, omittingEmptySubsequences: false) {
            let isNegated = part.hasPrefix("~")
            let name = part.dropFirst(isNegated ? 1 : 0).uppercased()
            let method = RequestMethods(name: name)
            guard method != .other else {
                throw .error(.syntax, "\(name.quotedForDiagnostics) is no method that `$method` knows")
            }
            if isNegated { excluded.formUnion(method) } else { included.formUnion(method) }
        }
        let methods = (included.isEmpty ? RequestMethods.all : included).subtracting(excluded)
        guard !methods.isEmpty else { throw .error(.syntax, "`$method` leaves no method") }
        return methods
    }
}
