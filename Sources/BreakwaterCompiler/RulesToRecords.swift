import BreakwaterMatching
import BreakwaterRules
import BreakwaterURL

extension RuleFlags {
    init(_ effect: RuleEffect, _ party: RequestConditions.Party) {
        self =
            switch party {
            case .any: .anyParty
            case .first: .firstParty
            case .third: .thirdParty
            }
        if effect.contains(.exception) { insert(.exception) }
        if effect.contains(.important) { insert(.important) }
    }
}

extension Coverage {
    /// As ``PostingTable`` stores it.
    var code: UInt8 {
        switch self {
        case .nameAlone: 0
        case .nameAndSubdomains: 1
        case .subdomainsOnly: 2
        }
    }
}

extension RequestConditions {
    /// Whether the domain table can hold the conditions: nothing about documents, targets or methods.
    var areTypesAndPartyOnly: Bool {
        documentDomains.isEmpty && targetDomains.isEmpty && deniedAllowDomains.isEmpty && methods == .all
    }
}

extension URLPattern {
    /// The canonical host of `||host^`, which matches that name and everything below it and nothing else.
    var wholeHost: [UInt8]? {
        guard start == .hostLabel, !endsAtEnd, bytes.last == UInt8(ascii: "^") else { return nil }
        let host = bytes.dropLast().map(ASCII.lowercased)
        guard !host.isEmpty, host.allSatisfy({ ASCII.isHostByte($0) || $0 == 0x2E }) else { return nil }
        var output = ByteScratch(capacity: 256)
        guard let kind = try? HostParser.parse(host.span, into: &output), kind == .domain, output.span.array == host else { return nil }
        return host
    }

    /// Labels of the host part × 256 + bytes of the path part, at most 255: how exactly the pattern names a request.
    var specificity: UInt16 {
        guard start == .hostLabel else { return UInt16(min(bytes.count, 255)) }
        let end = bytes.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "*") } ?? bytes.count
        let labels = bytes[..<end].split(separator: 0x2E).count
        return UInt16(min(labels, 255)) << 8 | UInt16(min(bytes.count - end, 255))
    }
}
