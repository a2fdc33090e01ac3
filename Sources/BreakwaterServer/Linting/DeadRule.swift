import BreakwaterRules
import BreakwaterURL

/// Tells rules that no request can meet.
///
/// Only what is certain is told: a wrong finding makes a keeper delete a rule that works.
struct DeadRule {
    let reason: String
    let advice: String

    /// - Parameter suffixes: tells which names belong together; `nil` where the machine has no public suffix list.
    static func find(_ pattern: URLPattern, _ conditions: RequestConditions, _ suffixes: PublicSuffixList?) -> DeadRule? {
        let host = pattern.hostPart
        return contradiction(conditions.documentDomains, "domain") ?? contradiction(conditions.targetDomains, "to")
            ?? host.flatMap { target(of: $0, conditions) } ?? host.flatMap { party(of: $0, conditions, suffixes) } ?? shape(pattern)
    }

    static func find(_ conditions: RequestConditions) -> DeadRule? {
        contradiction(conditions.documentDomains, "domain") ?? contradiction(conditions.targetDomains, "to") ?? denied(conditions)
    }

    /// Every name that is included is excluded too, and of equals the excluded one wins.
    private static func contradiction(_ option: DomainOption, _ name: String) -> DeadRule? {
        guard !option.included.isEmpty, option.included.allSatisfy(option.excluded.contains) else { return nil }
        return DeadRule(
            reason: "`$\(name)=` names \(quoted(option.included)) and excludes it again",
            advice: "remove one of the two, or the rule")
    }

    private static func denied(_ conditions: RequestConditions) -> DeadRule? {
        let (targets, denied) = (conditions.targetDomains.included, conditions.deniedAllowDomains)
        guard !targets.isEmpty, targets.allSatisfy({ target in denied.contains { isAt($0, orBelow: target) } }) else { return nil }
        return DeadRule(reason: "`$denyallow=` leaves alone every host that `$to=` names", advice: "remove one of the two, or the rule")
    }

    private static func target(of host: String, _ conditions: RequestConditions) -> DeadRule? {
        if let rule = denied(conditions) { return rule }
        if let name = conditions.deniedAllowDomains.first(where: { isAt($0, orBelow: host) }) {
            return DeadRule(reason: "the pattern is for `\(host)`, which `$denyallow=\(name)` leaves alone", advice: "remove the rule")
        }
        let targets = conditions.targetDomains.included
        guard !targets.isEmpty, !targets.contains(where: { $0.hasSuffix(".*") }) else { return nil }
        guard targets.allSatisfy({ !isAt($0, orBelow: host) && !isAt(host, orBelow: $0) }) else { return nil }
        return DeadRule(reason: "the pattern is for `\(host)`, and `$to=` names other hosts only", advice: "remove `$to=`, or correct the pattern")
    }

    /// `$third-party` where every document belongs to the host's own site, `$first-party` where none does.
    private static func party(of host: String, _ conditions: RequestConditions, _ suffixes: PublicSuffixList?) -> DeadRule? {
        let documents = conditions.documentDomains.included
        guard conditions.party != .any, !documents.isEmpty, let site = site(host, suffixes) else { return nil }
        let sites = documents.map { $0.hasSuffix(".*") ? nil : Self.site($0, suffixes) }
        switch conditions.party {
        case .third where sites.allSatisfy({ $0 == site }):
            return DeadRule(
                reason: "`$third-party` and `$domain=\(documents.joined(separator: "|"))` exclude each other: both are `\(site)`",
                advice: "remove `$third-party`, or the rule")
        case .first where sites.allSatisfy({ $0 != nil && $0 != site }):
            return DeadRule(
                reason: "`$first-party` and `$domain=` exclude each other: no named document belongs to `\(site)`",
                advice: "remove `$first-party`, or the rule")
        case .any, .first, .third: return nil
        }
    }

    private static func site(_ host: String, _ suffixes: PublicSuffixList?) -> String? {
        guard let suffixes, let name = try? DomainName(host) else { return nil }
        return suffixes.registrableDomain(of: name)?.description
    }

    /// Whether `name` is `parent` or below it.
    private static func isAt(_ parent: String, orBelow name: String) -> Bool { name == parent || name.hasSuffix("." + parent) }

    private static func quoted(_ names: [String]) -> String {
        let shown = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
        return names.count > 3 ? shown + " …" : shown
    }
}

extension URLPattern {
    /// The host of a pattern that starts at a host's label and names it to its end; `nil` for any other.
    var hostPart: String? {
        guard start == .hostLabel, let end = bytes.firstIndex(where: Self.endsHost), end > 0, bytes[end] != UInt8(ascii: "*") else { return nil }
        let host = bytes[..<end]
        return host.contains(UInt8(ascii: ".")) ? String(decoding: host, as: UTF8.self) : nil
    }

    static func endsHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "^"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "*"): true
        default: false
        }
    }
}
