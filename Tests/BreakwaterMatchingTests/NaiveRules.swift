import BreakwaterRules
import BreakwaterURL

/// One request as plain strings.
struct NaiveRequest {
    var url: String
    var document: String?
    var types: ResourceTypes
    var method: RequestMethods
}

/// The meaning of a rule as the documents of rule and condition say it, over strings and without any index.
struct NaiveRules {
    let suffixes: PublicSuffixList

    /// A request with everything that rules ask about.
    struct Facts {
        var canonical: [UInt8]
        var lower: [UInt8]
        var decoded: [UInt8]
        var hostStart: Int
        var hostEnd: Int
        var host: String
        var documentHost: String?
        var documentSuffixLabels: Int
        var isThirdParty: Bool
        var types: ResourceTypes
        var method: RequestMethods
    }

    /// `nil` where a URL cannot be read.
    func facts(_ request: NaiveRequest) -> Facts? {
        guard let url = try? WebURL(request.url) else { return nil }
        let document = request.document.flatMap { try? WebURL($0) }
        if request.document != nil, document == nil { return nil }
        let canonical = Array(url.description.utf8)
        let lower = Array(url.description.lowercased().utf8)
        let start = url.scheme.utf8.count + 3
        let host = url.host.description
        let pathStart = start + (canonical[start...].firstIndex(of: UInt8(ascii: "/")).map { $0 - start } ?? 0)
        // A page that nobody asked from is its own document.
        let source = document ?? (request.types.contains(.document) ? url : nil)
        return Facts(
            canonical: canonical, lower: lower, decoded: Self.decoded(lower, from: pathStart), hostStart: start,
            hostEnd: start + host.utf8.count,
            host: host, documentHost: source?.host.description, documentSuffixLabels: source.map { suffixLabels($0.host) } ?? 0,
            isThirdParty: document.map { site($0.host) != site(url.host) } ?? false, types: request.types, method: request.method)
    }

    private func site(_ host: Host) -> String {
        guard case .domain(let name) = host else { return host.description }
        return suffixes.registrableDomain(of: name)?.description ?? name.description
    }

    private func suffixLabels(_ host: Host) -> Int {
        guard case .domain(let name) = host else { return 1 }
        return suffixes.publicSuffix(of: name).split(separator: ".").count
    }

    /// Path and query apart: an escaped delimiter is data in the query.
    private static func decoded(_ lower: [UInt8], from start: Int) -> [UInt8] {
        let query = lower[start...].firstIndex(of: UInt8(ascii: "?")) ?? lower.count
        let path = decodedRun(Array(lower[start..<query])) { _ in true }
        let rest = decodedRun(Array(lower[query...])) { byte in
            byte >= 0x80 || UnicodeScalar(byte).properties.isAlphabetic || "0123456789-._~%".utf8.contains(byte)
        }
        return (lower[..<start] + path + rest).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    }

    private static func decodedRun(_ run: [UInt8], where isDecoded: (UInt8) -> Bool) -> [UInt8] {
        var bytes = run
        while true {
            var next: [UInt8] = []
            var index = 0
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, bytes[index + 1] != UInt8(ascii: "+"),
                    let value = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16), isDecoded(value)
                {
                    next.append(value)
                    index += 3
                } else {
                    next.append(bytes[index])
                    index += 1
                }
            }
            if next == bytes { return bytes }
            bytes = next
        }
    }

    func matches(_ rule: Rule, _ facts: Facts) -> Bool {
        guard case .url(let pattern, let conditions) = rule.trigger else { return false }
        return holds(conditions, facts) && matches(pattern, facts)
    }

    func matches(_ host: RuleCollector.HostEntry, _ facts: Facts) -> Bool {
        let isWhole = facts.host == host.name
        let isBelow = facts.host.hasSuffix("." + host.name)
        return switch host.coverage {
        case .nameAlone: isWhole
        case .nameAndSubdomains: isWhole || isBelow
        case .subdomainsOnly: isBelow
        }
    }

    func holds(_ conditions: RequestConditions, _ facts: Facts) -> Bool {
        guard !conditions.types.isDisjoint(with: facts.types), !conditions.methods.isDisjoint(with: facts.method) else { return false }
        switch conditions.party {
        case .any: break
        case .first: if facts.isThirdParty { return false }
        case .third: if !facts.isThirdParty { return false }
        }
        guard holds(conditions.documentDomains, facts.documentHost, facts.documentSuffixLabels) else { return false }
        guard holds(conditions.targetDomains, facts.host, 0) else { return false }
        return !conditions.deniedAllowDomains.contains { depth($0, facts.host, 0) > 0 }
    }

    /// The most specific value wins; excluded wins a tie; without included values every host is included.
    private func holds(_ option: DomainOption, _ host: String?, _ suffixLabels: Int) -> Bool {
        guard let host else { return option.included.isEmpty }
        let inside = option.included.map { depth($0, host, suffixLabels) }.max() ?? 0
        let outside = option.excluded.map { depth($0, host, suffixLabels) }.max() ?? 0
        if outside > 0, outside >= inside { return false }
        return inside > 0 || option.included.isEmpty
    }

    /// Labels of the host that the value names, 0 where it does not; the labels of the public suffix count for `name.*`.
    private func depth(_ value: String, _ host: String, _ suffixLabels: Int) -> Int {
        if value.hasSuffix(".*") {
            let rest = host.split(separator: ".").dropLast(suffixLabels).joined(separator: ".")
            let name = String(value.dropLast(2))
            guard rest == name || rest.hasSuffix("." + name) else { return 0 }
            return name.split(separator: ".").count + suffixLabels
        }
        return host == value || host.hasSuffix("." + value) ? value.split(separator: ".").count : 0
    }

    private func matches(_ pattern: URLPattern, _ facts: Facts) -> Bool {
        let subjects = pattern.matchesCase ? [facts.canonical] : facts.lower == facts.decoded ? [facts.lower] : [facts.lower, facts.decoded]
        let bytes = pattern.bytes
        return subjects.contains { subject in
            switch pattern.start {
            case .anywhere: return run(bytes, subject, from: Array(0...subject.count), pattern.endsAtEnd)
            case .beginning: return run(bytes, subject, from: [0], pattern.endsAtEnd)
            case .hostLabel:
                let dots = (facts.hostStart..<facts.hostEnd).filter { subject[$0] == UInt8(ascii: ".") }.map { $0 + 1 }
                return run(bytes, subject, from: [facts.hostStart] + dots, pattern.endsAtEnd)
            }
        }
    }

    /// Carries the set of places that are reachable through the pattern, one byte of it after another.
    private func run(_ pattern: [UInt8], _ subject: [UInt8], from starts: [Int], _ endsAtEnd: Bool) -> Bool {
        var places = starts
        for byte in pattern {
            switch byte {
            case UInt8(ascii: "*"): places = places.first.map { Array($0...subject.count) } ?? []
            case UInt8(ascii: "^"):
                places = places.compactMap { $0 == subject.count ? $0 : NaiveGlob.isSeparator(subject[$0]) ? $0 + 1 : nil }
                // A separator before the end and the end itself lead to the same place.
                if places.count > 1, places[places.count - 1] == places[places.count - 2] { places.removeLast() }
            default: places = places.compactMap { $0 < subject.count && subject[$0] == byte ? $0 + 1 : nil }
            }
            if places.isEmpty { return false }
        }
        return !endsAtEnd || places.contains(subject.count)
    }
}
