import Mustache

/// Reads the tags of a template before anybody sees a page made with it: a name that nothing fills would leave a hole, and a raw tag
/// round something that a page's address says would let that address write the page.
enum PageTemplateCheck {
    /// What pages fill in, at any depth. Those that end in `HTML`, and `html`, are made here and safe as they are.
    static let names: Set<String> = [
        "language", "tone", "title", "headingHTML", "lead", "html", "comfort", "help", "textHTML", "points", "link", "nameHTML", "contact",
        "telephone", "shown", "label", "text", "hasFacts", "facts", "labelHTML", "valueHTML", "proceed", "buttonHTML", "ask", "form",
        "action", "scopeHTML", "scopes", "value", "chosen", "termHTML", "terms", "noteHTML", "appeal", "code", "override", "summaryHTML",
        "back", "advice", "footerHTML", "styleHTML",
    ]

    /// The most bytes of a template.
    static let limit = 256 << 10

    static func problems(in text: String) -> [PageTemplateProblem] {
        guard text.utf8.count <= limit else {
            return [PageTemplateProblem(line: 0, message: "it is larger than \(limit >> 10) KiB; pictures belong into it as small SVG")]
        }
        var problems: [PageTemplateProblem] = []
        var rest = text[...]
        var line = 1
        while let open = rest.firstRange(of: "{{") {
            line += rest[..<open.lowerBound].count(where: \.isNewline)
            let isTriple = rest[open.upperBound...].hasPrefix("{")
            let inside = rest[open.upperBound...].dropFirst(isTriple ? 1 : 0)
            guard let close = inside.firstRange(of: isTriple ? "}}}" : "}}") else {
                return problems + [PageTemplateProblem(line: line, message: "a tag that begins with `{{` does not end")]
            }
            let tag = inside[..<close.lowerBound]
            if let message = message(for: tag.trimmingBlanks, isRaw: isTriple) {
                problems.append(PageTemplateProblem(line: line, message: message))
            }
            line += tag.count(where: \.isNewline)
            rest = inside[close.upperBound...]
        }
        return problems
    }

    private static func message(for tag: Substring, isRaw: Bool) -> String? {
        guard let first = tag.first else { return "an empty tag" }
        if first == "!" { return nil }
        if first == ">" || first == "=" || first == "<" || first == "$" || first == "%" {
            return "`{{\(tag)}}` is not known here: templates hold names, sections (`#`, `^`, `/`) and comments (`!`)"
        }
        let isSection = first == "#" || first == "^" || first == "/"
        let name = isSection || first == "&" ? tag.dropFirst().trimmingBlanks : tag
        guard names.contains(String(name)) else { return "nothing fills `\(name)`; docs/CONFIGURATION.md lists the names" }
        let isSafe = name == "html" || name.hasSuffix("HTML")
        if isRaw || first == "&", !isSafe {
            return "`\(name)` must be written `{{\(name)}}`: it may hold what the address of a page says, which must not become markup"
        }
        if !isRaw, !isSection, first != "&", isSafe { return "`\(name)` is markup: write `{{{\(name)}}}`" }
        return nil
    }

    static func message(of error: MustacheTemplate.ParserError) -> String {
        switch error.error as? MustacheTemplate.Error {
        case .sectionCloseNameIncorrect: "a section ends with another name than it began with"
        case .expectedSectionEnd: "a section has no end: write `{{/NAME}}`"
        default: "it is no Mustache template: \(error.error)"
        }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: Substring {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
