import Mustache

/// The pages that an operator may lay out with a template of their own (docs/CONFIGURATION.md).
public enum PageKind: String, Sendable, Hashable, CaseIterable {
    case block
    case warn
    /// The answers to a block page's forms.
    case ask
    /// Time is nearly up.
    case time
    case error
}

/// An operator's own templates, each checked; a page without one has the layout that comes with the filter.
///
/// Mustache. What a page holds is made here all the same, in the reader's language; a template says where it goes and what it looks like.
public struct PageTemplates: Sendable, Hashable {
    private var texts: [PageKind: String] = [:]
    private var templates: [PageKind: MustacheTemplate] = [:]

    public init() {}

    /// The layout that comes with the filter.
    package static var builtInText: String { PageTemplate.text }
    /// Everything that pages fill in.
    package static var names: Set<String> { PageTemplateCheck.names }

    /// Takes a template in place of the built-in one.
    ///
    /// - Returns: what is wrong with it, in the order of its lines; nothing where it is taken.
    public mutating func set(_ text: String, for kind: PageKind) -> [PageTemplateProblem] {
        let problems = PageTemplateCheck.problems(in: text)
        guard problems.isEmpty else { return problems }
        do {
            templates[kind] = try MustacheTemplate(string: text)
            texts[kind] = text
            return []
        } catch let error as MustacheTemplate.ParserError {
            return [PageTemplateProblem(line: error.context.lineNumber, message: PageTemplateCheck.message(of: error))]
        } catch {
            return [PageTemplateProblem(line: 0, message: "it is no Mustache template: \(error)")]
        }
    }

    /// - Parameter values: strings that end in `HTML` are put in as they are; all others are escaped.
    func render(_ kind: PageKind, _ values: [String: Any]) -> [UInt8] {
        guard let template = templates[kind] else { return Array(PageTemplate.builtIn.render(values).utf8) }
        var values = values
        values["styleHTML"] = PageStyle.css
        return Array(template.render(values).utf8)
    }

    public static func == (a: Self, b: Self) -> Bool { a.texts == b.texts }
    public func hash(into hasher: inout Hasher) { hasher.combine(texts) }
}

/// What is wrong with a template.
public struct PageTemplateProblem: Sendable, Hashable {
    /// The first line is 1; 0 stands for the template as a whole.
    public let line: Int
    /// What is wrong and what to do.
    public let message: String
}
