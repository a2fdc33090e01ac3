import Foundation

/// The options of an e2guardian.conf or a group's e2guardianfN.conf: `key = 'value'`, with `.Define` and `.Include`.
struct E2GuardianConfiguration {
    struct Option {
        var key: String
        var value: String
        var file: String
        var line: Int
    }

    /// A list that the configuration defines.
    struct ListDefinition {
        /// `sitelist`, `ipsitelist`, `urllist`, `regexpboollist` …
        var kind: String
        /// `banned`, `localexception` …
        var name: String
        var path: String
        /// The file that names it.
        var source: String
        var file: String
        var line: Int
    }

    private(set) var options: [Option] = []
    private(set) var lists: [ListDefinition] = []
    private static let maximumDepth = 8
    private let listFolder: (String, String)

    /// - Parameter listFolder: what `__LISTDIR__` stands for where no `.Define` says so, below the configuration's folder.
    init(_ path: String, in source: ConversionSource, listFolder: String, report: inout ConversionReport) throws(ServerError) {
        self.listFolder = ("__LISTDIR__", source.root + "/" + listFolder)
        var names: [(String, String)] = []
        try read(path, source, depth: 0, &names, &report)
    }

    private mutating func read(
        _ path: String, _ source: ConversionSource, depth: Int, _ names: inout [(String, String)], _ report: inout ConversionReport
    ) throws(ServerError) {
        for line in try source.lines(of: path) {
            let text = line.text.trimming()
            if text.isEmpty || text.hasPrefix("#") { continue }
            let expanded = (names + [listFolder]).reduce(text) { $0.replacing($1.0, with: $1.1) }
            if expanded.hasPrefix(".Define") {
                let parts = expanded.dropFirst(7).split(separator: "<", maxSplits: 1)
                if parts.count == 2 { names.append(("__\(parts[0].trimming())__", String(parts[1].prefix { $0 != ">" }))) }
            } else if expanded.hasPrefix(".Include") {
                let written = String(expanded.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
                switch source.find(written, from: path) {
                case .success(let file) where depth < Self.maximumDepth: try read(file, source, depth: depth + 1, &names, &report)
                case .success: report.add(.lost, line.file, line.number, "more than \(Self.maximumDepth) files include one another")
                case .failure(let missing): report.add(.lost, line.file, line.number, "`\(written)` \(missing.message)")
                }
            } else {
                take(expanded, path, line)
            }
        }
    }

    private mutating func take(_ text: String, _ path: String, _ line: ConversionSource.Line) {
        guard let sign = text.firstIndex(of: "=") else { return }
        let key = text[..<sign].trimming().lowercased()
        var value = text[text.index(after: sign)...].trimming()
        if let mark = value.first, mark == "'" || mark == "\"" {
            value = String(value.dropFirst().prefix { $0 != mark })
        } else {
            value = value.prefix { $0 != "#" }.trimming()
        }
        options.append(Option(key: key, value: value, file: line.file, line: line.number))
        guard key.hasSuffix("list") else { return }
        var fields: [String: String] = [:]
        for part in value.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimming() }
            if pair.count == 2 { fields[pair[0]] = pair[1] }
        }
        if let name = fields["name"], let file = fields["path"] {
            lists.append(ListDefinition(kind: key, name: name, path: file, source: path, file: line.file, line: line.number))
        } else if value.contains("/"), !value.contains("=") {
            let (kind, name) = Self.former(key)
            lists.append(ListDefinition(kind: kind, name: name, path: value, source: path, file: line.file, line: line.number))
        }
    }

    /// Before version 5 an option named its list: `bannedsitelist = '/etc/…'`; phrase lists are still named so.
    private static func former(_ key: String) -> (kind: String, name: String) {
        let kinds = [
            ("regexpurllist", "regexpboollist"), ("siteiplist", "ipsitelist"), ("sitelist", "sitelist"), ("urllist", "urllist"),
            ("phraselist", "phraselist"), ("extensionlist", "fileextlist"), ("mimetypelist", "mimelist"), ("searchlist", "searchlist"),
            ("iplist", "iplist"),
        ]
        for (ending, kind) in kinds where key.hasSuffix(ending) {
            let name = String(key.dropLast(ending.count))
            switch kind {
            case "fileextlist": return (kind, "\(name)extension")
            case "mimelist": return (kind, "\(name)mime")
            case "iplist": return (kind, "\(name)client")
            default: return (kind, name)
            }
        }
        return (key, key)
    }

    /// The last value of an option.
    subscript(key: String) -> Option? { options.last { $0.key == key } }
}
