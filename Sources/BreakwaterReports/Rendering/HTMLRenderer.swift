import BreakwaterPolicy
import Mustache

/// Renders a report as one self-contained HTML document: inline style, inline charts, no script, nothing to load.
public struct HTMLRenderer: Sendable {
    /// Where the page will be read.
    public enum Medium: Sendable, Hashable {
        /// In a browser: tables behind charts are folded away.
        case screen
        /// On paper or as PDF: everything is open.
        case paper
    }

    public var medium: Medium

    public init(medium: Medium = .screen) { self.medium = medium }

    /// - Returns: an HTML document in UTF-8.
    public func render(_ model: ReportModel) -> String {
        let view = ReportView(model, opensTables: medium == .paper).view
        return Self.library.render(view, withTemplate: model.audience.rawValue) ?? ""
    }

    private static let library: MustacheLibrary = {
        var library = MustacheLibrary()
        for (name, text) in templates {
            do {
                try library.register(text, named: name)
            } catch {
                preconditionFailure("the template `\(name)` of this module does not parse: \(error)")
            }
        }
        return library
    }()

    package static let templates: [String: String] = [
        "page": PageTemplates.page, "glance": PageTemplates.glance, "legend": PageTemplates.legend,
        "barFigure": PageTemplates.barFigure, "columnFigure": PageTemplates.columnFigure, "help": PageTemplates.help,
        "helpPoint": PageTemplates.helpPoint, "bars": ChartTemplates.bars, "columns": ChartTemplates.columns,
        "table": ChartTemplates.table, "wordTable": InstitutionTemplates.wordTable,
        Audience.parents.rawValue: ParentsTemplate.text, Audience.children.rawValue: ChildrenTemplate.text,
        Audience.teachers.rawValue: InstitutionTemplates.teachers, Audience.public.rawValue: InstitutionTemplates.everyone,
    ]
}
