import BreakwaterURL

/// The lines that every kind of e2guardian list may have beside its entries.
enum E2GuardianLine {
    /// - Parameter line: trimmed, not empty.
    /// - Returns: `nil` for a line that is none of them.
    static func outcome(_ line: Span<UInt8>, _ position: LinePosition, _ consumer: inout some RuleConsumer) -> LineOutcome? {
        switch line[0] {
        case UInt8(ascii: "#") where line.hasPrefix("#time:"): return position.report(time(line), to: &consumer)
        case UInt8(ascii: "."):
            guard line.hasPrefix(".Include") || line.hasPrefix(".Define") else { return nil }
            // Whoever reads the included files has said what is wrong with the line.
            return position.followsIncludes ? .comment : position.report(include(line), to: &consumer)
        case UInt8(ascii: "*"):
            guard ["**", "**s", "**ips", "*ip", "*ips"].contains(where: { line.equals($0) }) else { return nil }
            return position.report(
                .warning, .tooGeneral,
                "\(line.quoted) covers every site of a kind: left out; for a profile that allows only what is listed write `default: block`",
                to: &consumer)
        default: return nil
        }
    }

    private static func include(_ line: Span<UInt8>) -> RuleFault {
        .warning(.directive, "\(line.quoted) is left out: add the included file to the policy as a list of its own")
    }

    private static func time(_ line: Span<UInt8>) -> RuleFault {
        .warning(
            .directive, "\(line.quoted) is not followed, and the list holds at all hours: give it a category of its own, and that category a "
                + "schedule in the profile (`breakwater convert` does both)")
    }
}
