import BreakwaterPolicy
import Foundation

/// Reads the documents of a policy, one after the other, into drafts.
struct PolicyLoader {
    /// What a document may say, by how it was reached.
    enum Role: String {
        case main = "a policy"
        case included = "an included document"
        case taxonomy = "a taxonomy"
        case catalogue = "a catalogue"

        var keys: [String] {
            switch self {
            case .main:
                [
                    "name", "time-zone", "taxonomy", "include", "categories", "profiles", "default-profile", "clients", "lists",
                    "catalogue", "subscribe", "holidays",
                ]
            case .included: ["categories", "profiles", "clients", "lists", "holidays"]
            case .taxonomy: ["categories"]
            case .catalogue: ["lists"]
            }
        }
    }

    /// A household needs three; a provider with a document for each school district some dozens.
    static let maximumIncludes = 64

    let main: String
    let problems: ProblemCollector
    private(set) var drafts = PolicyDrafts()
    private(set) var files: [String] = []

    init(main: String, problems: ProblemCollector) {
        self.main = main
        self.problems = problems
    }

    mutating func load() {
        guard let mapping = open(main, role: .main) else { return }
        drafts.name = mapping["name"].flatMap { PolicyTexts.text($0, "`name` of the policy") }
        drafts.timeZone = marked(mapping["time-zone"], "`time-zone`")
        drafts.defaultProfile = marked(mapping["default-profile"], "`default-profile`")
        if let taxonomy = mapping["taxonomy"] { include(taxonomy, role: .taxonomy) }
        let includes = mapping["include"]?.itemsOrSelf() ?? []
        if includes.count > Self.maximumIncludes { mapping["include"]?.report("more than \(Self.maximumIncludes) documents are included") }
        for value in includes.prefix(Self.maximumIncludes) { include(value, role: .included) }
        read(mapping, directory: "")
        subscribe(mapping)
    }

    private mutating func include(_ value: YAMLValue, role: Role) {
        guard let relative = value.text("the path of \(role.rawValue)"), let path = existing(relative, value) else { return }
        guard let mapping = open(path, role: role) else { return }
        read(mapping, directory: (relative as NSString).deletingLastPathComponent)
    }

    private mutating func open(_ path: String, role: Role) -> YAMLMapping? {
        files.append(path)
        return YAMLDocument.read(path: path, name: path, problems: problems)?.mapping(role.rawValue, keys: role.keys)
    }

    /// The part that the main and the included documents share.
    /// - Parameter directory: the document's folder, relative to the main document's.
    private mutating func read(_ mapping: YAMLMapping, directory: String) {
        for value in mapping["categories"]?.items("`categories`") ?? [] {
            if let category = CategoryReader.read(value) { drafts.categories.append(category) }
        }
        for value in mapping["profiles"]?.items("`profiles`") ?? [] {
            if let profile = ProfileReader.read(value) { drafts.profiles.append(profile) }
        }
        for value in mapping["clients"]?.items("`clients`") ?? [] {
            if let assignment = AssignmentReader.read(value) { drafts.assignments.append(assignment) }
        }
        for value in mapping["lists"]?.items("`lists`") ?? [] {
            drafts.lists += lists(directory: directory).read(value)
        }
        for value in mapping["holidays"]?.items("`holidays`") ?? [] {
            if let day = TimeReader.day(value) { drafts.holidays.append(day) }
        }
    }

    /// Takes what `subscribe` names out of the catalogue.
    private mutating func subscribe(_ mapping: YAMLMapping) {
        var offered: [ListDraft] = []
        if let value = mapping["catalogue"], let relative = value.text("the path of a catalogue"), let path = existing(relative, value) {
            let directory = (relative as NSString).deletingLastPathComponent
            for item in open(path, role: .catalogue)?["lists"]?.items("`lists`") ?? [] {
                offered += lists(directory: directory).read(item)
            }
        }
        for value in mapping["subscribe"]?.itemsOrSelf() ?? [] {
            guard let id = value.text("a name in `subscribe`") else { continue }
            let found = offered.filter { $0.source.id == id || $0.source.id.hasPrefix(id + "/") }
            if found.isEmpty {
                value.report("no list `\(id)` is in the catalogue\(NearestName.hint(id, in: offered.map(\.source.id)))")
            }
            drafts.lists += found
        }
    }

    private func lists(directory: String) -> ListReader {
        ListReader(mainDirectory: (main as NSString).deletingLastPathComponent, directory: directory)
    }

    private func existing(_ relative: String, _ value: YAMLValue) -> String? {
        let path = DocumentPath.resolve(relative, from: (main as NSString).deletingLastPathComponent)
        guard FileManager.default.fileExists(atPath: path) else {
            value.report("there is no file `\(path)`")
            return nil
        }
        guard !files.contains(path) else {
            value.report("`\(path)` is read already")
            return nil
        }
        return path
    }

    private func marked(_ value: YAMLValue?, _ role: String) -> Marked<String>? {
        guard let value, let text = value.text(role) else { return nil }
        return Marked(value: text, position: value.position)
    }
}

/// Paths in a document start from the document's own folder.
enum DocumentPath {
    static func resolve(_ path: String, from directory: String) -> String {
        if path.hasPrefix("/") || directory.isEmpty { return path }
        return directory == "/" ? directory + path : directory + "/" + path
    }
}
