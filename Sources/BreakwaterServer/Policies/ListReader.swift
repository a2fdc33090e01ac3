import BreakwaterPolicy
import BreakwaterRules
import BreakwaterText
import Foundation

/// Reads a list of the policy: one source, or one for each named sub-folder of a tree.
struct ListReader {
    private static let keys = ["id", "path", "url", "format", "category", "folders", "kind", "subdomains", "licence", "version", "charset"]
    private static let maximumIDBytes = 64

    /// The main document's folder, from which the bundle compiler resolves every path.
    let mainDirectory: String
    /// The folder of the document that names the list, relative to the main document's.
    let directory: String

    func read(_ value: YAMLValue) -> [ListDraft] {
        guard let mapping = value.mapping("a list", keys: Self.keys), let idField = mapping.required("id"),
            let id = idField.text("`id` of a list")
        else { return [] }
        guard id.utf8.count <= Self.maximumIDBytes else {
            idField.report("`\(id)` is longer than \(Self.maximumIDBytes) bytes")
            return []
        }
        var source = ListSource(id: id)
        readOrigin(mapping, into: &source)
        source.format = mapping["format"]?.choice("`format`", of: ListFormat.allCases.map { ($0.rawValue, $0.rawValue) })
        source.kind = mapping["kind"]?.choice("`kind`", of: ListSource.Kind.allCases.map { ($0.rawValue, $0) }) ?? .normal
        source.subdomains = mapping["subdomains"]?.choice("`subdomains`", of: ListSource.Subdomains.allCases.map { ($0.rawValue, $0) }) ?? .format
        if let field = mapping["charset"], let label = field.text("`charset`") {
            source.charset = CharacterEncoding(label: label)?.name
            if source.charset == nil {
                field.report("`\(label)` is no character set that pages use, such as `windows-1251` or `shift_jis`")
            }
        }
        source.licence = mapping["licence"]?.text("`licence`")
        source.version = mapping["version"]?.text("`version`")
        let draft = ListDraft(source: source, category: nil, position: idField.position)
        return mapping.has("folders") ? folders(mapping, draft) : single(mapping, draft)
    }

    private func readOrigin(_ mapping: YAMLMapping, into source: inout ListSource) {
        guard mapping.has("path") != mapping.has("url") else {
            mapping.origin.report("a list needs `path` or `url`, one of the two")
            return
        }
        if let field = mapping["path"], let path = field.text("`path` of a list") {
            source.path = DocumentPath.resolve(path, from: directory)
            let file = DocumentPath.resolve(source.path ?? path, from: mainDirectory)
            if !FileManager.default.fileExists(atPath: file) { field.report("there is no file or folder `\(file)`") }
        }
        if let field = mapping["url"], let url = field.text("`url` of a list") {
            source.url = url
            if !url.hasPrefix("https://") { field.report("a list is fetched over `https:` only, so that nobody on the way can change it") }
        }
    }

    private func single(_ mapping: YAMLMapping, _ draft: ListDraft) -> [ListDraft] {
        var draft = draft
        draft.category = mapping["category"].flatMap(PolicyTexts.category)
        draft.source.category = draft.category?.value
        let namesItself = draft.source.format == ListFormat.phrases.rawValue
        let needsNone = draft.source.kind == .sealed || draft.source.kind == .help || namesItself
        if !mapping.has("category"), !needsNone { mapping.origin.report("the list `\(draft.source.id)` needs `category`") }
        return [draft]
    }

    /// A tree of folders, such as UT1: each named sub-folder is a list of its own.
    private func folders(_ mapping: YAMLMapping, _ draft: ListDraft) -> [ListDraft] {
        if mapping.has("category") { mapping["category"]?.report("a list has `category` or `folders`, not both") }
        guard let root = draft.source.path else {
            mapping["folders"]?.report("`folders` needs a `path`")
            return []
        }
        return (mapping["folders"]?.entries("`folders`")?.pairs ?? []).compactMap { key, value in
            guard let category = PolicyTexts.category(value) else { return nil }
            var part = draft
            part.source.id = draft.source.id + "/" + key.name
            part.source.path = DocumentPath.resolve(key.name, from: root)
            part.source.format = draft.source.format ?? ListFormat.squidGuard.rawValue
            part.source.category = category.value
            part.category = category
            part.position = key.value.position
            let file = DocumentPath.resolve(part.source.path ?? root, from: mainDirectory)
            guard FileManager.default.fileExists(atPath: file) else {
                key.value.report("there is no folder `\(file)`")
                return nil
            }
            return part
        }
    }
}
