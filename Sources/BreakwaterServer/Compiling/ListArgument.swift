public import BreakwaterPolicy
import BreakwaterRules
import Foundation

/// `CATEGORY=PATH[:FORMAT]` of `breakwater compile --list`.
public struct ListArgument: Sendable, Hashable {
    public let category: CategoryID
    public let path: String
    /// A name of `ListFormat`; `nil` detects it.
    public let format: String?

    /// - Throws: `invalid`, with what is wrong.
    public init(_ text: String) throws(ServerError) {
        guard let sign = text.firstIndex(of: "="), let category = CategoryID(String(text[..<sign])) else {
            throw ServerError(.invalid, "`\(text)` is no list: write CATEGORY=PATH or CATEGORY=PATH:FORMAT, with a category of a-z, 0-9, - and _")
        }
        self.category = category
        let rest = String(text[text.index(after: sign)...])
        let colon = rest.lastIndex(of: ":")
        let suffix = colon.map { String(rest[rest.index(after: $0)...]) }
        let names = ListFormat.allCases.map(\.rawValue)
        if let colon, let suffix, names.contains(suffix) {
            path = String(rest[..<colon])
            format = suffix
        } else {
            // A path may have a colon in it; only where there is no such file was a format meant.
            guard suffix == nil || FileManager.default.fileExists(atPath: rest) else {
                throw ServerError(.invalid, "`\(text)`: no list format `\(suffix ?? "")`\(NearestName.hint(suffix ?? "", in: names)), and no file `\(rest)`")
            }
            path = rest
            format = nil
        }
        guard !path.isEmpty else { throw ServerError(.invalid, "`\(text)` names no path") }
    }
}

extension PolicyCompilation {
    /// A policy of nothing but lists: one profile, `default`, that blocks each named category.
    ///
    /// A tree of squidGuard folders (UT1) gives one category for each of its folders; those that call themselves white are allowed.
    public init(lists arguments: [ListArgument], name: String = "lists") throws(ServerError) {
        var builder = ListPolicyBuilder()
        for argument in arguments { try builder.add(argument) }
        var profile = Profile(id: "default", name: LocalizedText(en: "Default", ja: "既定"), ageBand: .from6to9)
        profile.categories = builder.actions
        self.init(
            policy: Policy(
                name: LocalizedText(en: name, ja: name), categories: builder.categories, profiles: [profile], defaultProfile: "default",
                lists: builder.lists),
            files: builder.files)
    }
}

/// Gathers the categories and lists of `--list` arguments.
private struct ListPolicyBuilder {
    private(set) var categories: [BreakwaterPolicy.Category] = []
    private(set) var lists: [ListSource] = []
    private(set) var files: [[ListFiles.File]] = []
    private(set) var actions: [CategoryID: Action] = [:]

    mutating func add(_ argument: ListArgument) throws(ServerError) {
        let folders = try ListFiles.categories(inTree: argument.path)
        guard !folders.isEmpty else {
            return add(argument, category: argument.category, path: argument.path, files: try ListFiles.files(at: argument.path), action: .block)
        }
        for folder in folders {
            let path = argument.path + "/" + folder
            guard let category = CategoryID(folder.lowercased().replacing(".", with: "-").replacing(" ", with: "-")) else { continue }
            let action: Action = try ListFiles.isWhite(path) ? .allow : .block
            add(argument, category: category, path: path, files: try ListFiles.files(at: path), action: action)
        }
    }

    private mutating func add(_ argument: ListArgument, category: CategoryID, path: String, files: [ListFiles.File], action: Action) {
        if actions[category] == nil {
            let text = LocalizedText(en: category.rawValue, ja: category.rawValue)
            categories.append(BreakwaterPolicy.Category(id: category, name: text, description: text, forChildren: text, topic: "content"))
            actions[category] = action
        }
        lists.append(ListSource(id: name(for: path), path: path, format: argument.format, category: category))
        self.files.append(files)
    }

    /// The file's name, made unique, of at most 64 bytes.
    private func name(for path: String) -> String {
        let last = (path as NSString).lastPathComponent
        let base = String(decoding: (last.hasSuffix(".gz") ? String(last.dropLast(3)) : last).utf8.prefix(56), as: UTF8.self)
        guard lists.contains(where: { $0.id == base }) else { return base }
        var number = 2
        while lists.contains(where: { $0.id == "\(base)-\(number)" }) { number += 1 }
        return "\(base)-\(number)"
    }
}
